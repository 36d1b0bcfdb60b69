using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>How one question ended, split by what the poller does next. A lost line is a <see cref="Lines.LineLostException"/>.</summary>
public abstract record ExchangeOutcome
{
    private ExchangeOutcome()
    {
    }

    /// <summary>Data arrived, attributed and checked: clear the meter's failures.</summary>
    /// <param name="Data">Plain data: DL/T 645 bytes behind the identifier, or Modbus register bytes; empty when the meter has none.</param>
    /// <param name="RepliedFrom">The address the reply carried.</param>
    /// <param name="Evidence">The frames.</param>
    /// <param name="SentAt">When the request had left, UTC.</param>
    /// <param name="ReadAt">When the reply was complete, UTC.</param>
    public sealed record Answered(
        ReadOnlyMemory<byte> Data, string RepliedFrom, Evidence Evidence, DateTimeOffset SentAt, DateTimeOffset ReadAt) : ExchangeOutcome
    {
        /// <summary>What a clean exchange took beyond its bytes; null when noise or another frame was heard.</summary>
        public TimeSpan? TurnRound { get; init; }
    }

    /// <summary>A checked refusal: the meter lives; an item that never answered is dropped, one that has answered is asked again.</summary>
    /// <param name="Code">DL/T 645 ERR byte or Modbus exception code.</param>
    /// <param name="Meaning">What it says, in words.</param>
    public sealed record Refused(byte Code, string Meaning) : ExchangeOutcome;

    /// <summary>Nothing, or nothing that checks: retry in this round, then back the meter off.</summary>
    /// <param name="Noise">Bytes that belonged to no frame.</param>
    public sealed record Silent(int Noise) : ExchangeOutcome
    {
        /// <summary>True when a frame of ours said "not now": a busy device, a gateway whose meter is silent. The line itself is well.</summary>
        public bool LineAnswered { get; init; }

        /// <summary>Tries left undone, because somebody waited for the line; 0 when the round is over.</summary>
        public int TriesLeft { get; init; }
    }
}
