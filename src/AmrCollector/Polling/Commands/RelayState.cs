using System.Globalization;

namespace AmrCollector.Polling.Commands;

/// <summary>Status word 3 as far as it speaks of the relay (04000503; dossier §12.1).</summary>
/// <param name="Word">The word.</param>
public readonly record struct RelayState(ushort Word)
{
    /// <summary>Bit 4: the relay is open.</summary>
    public bool IsOpen => (Word & (1 << 4)) != 0;

    /// <summary>Bit 6: the last command to the relay was to trip.</summary>
    public bool IsToldToTrip => (Word & (1 << 6)) != 0;

    /// <summary>Bit 7: a trip is announced.</summary>
    public bool IsWarning => (Word & (1 << 7)) != 0;

    /// <summary>Bit 12: power is kept on, so that every trip is refused.</summary>
    public bool KeepsPower => (Word & (1 << 12)) != 0;

    /// <summary>Reads the answer to 04000503; null when there is none.</summary>
    public static RelayState? Of(ExchangeOutcome outcome) =>
        Answer.Data(outcome, 2) is { } data && data is not [0xFF, 0xFF] ? new((ushort)(data[0] | (data[1] << 8))) : null;

    /// <summary>"the relay is closed; the last command was to close; power is kept on (status word 3 = 1000)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"the relay is {(IsOpen ? "open" : "closed")}; the last command was to {(IsToldToTrip ? "trip" : "close")}{(IsWarning ? "; a trip is announced" : "")}{(KeepsPower ? "; power is kept on" : "")} (status word 3 = {Word:X4})");
}
