using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Search;

/// <summary>
/// What a meter that was found says of itself, in one line for a person: a Modbus device its identification or server id, a DL/T 645
/// meter its number and maker. A CJ/T 188 meter has nothing of the kind: its maker stands in its address.
/// </summary>
public static class SelfDescription
{
    private const uint Number2007 = 0x04000402, Maker2007 = 0x04800003, Number1997 = 0xC032;

    /// <summary>Questions asked at most: each is asked once, and a meter that is silent to one is asked no more.</summary>
    public const int MostQuestions = 2;

    /// <summary>The line, or null when the meter tells nothing.</summary>
    /// <param name="line">The open line.</param>
    /// <param name="meter">Who was found.</param>
    /// <param name="dialog">How it is talked to.</param>
    /// <param name="replyTimeout">Longest wait for a reply to begin.</param>
    /// <param name="time">The line's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public static async ValueTask<string?> AskAsync(
        ILine line, FoundMeter meter, IDialog dialog, TimeSpan replyTimeout, TimeProvider time, CancellationToken cancellationToken)
    {
        Questioner questioner = new(line, time);
        switch (meter.Protocol)
        {
            case MeterProtocol.Modbus:
                return (await ModbusIdentityReader.ReadAsync(questioner, dialog, replyTimeout, cancellationToken))?.ToString() is { Length: > 0 } told ? told : null;
            case MeterProtocol.Dlt645V2007:
                return await OfAsync(questioner, dialog, Dlt645Edition.V2007, [("number", Number2007), ("maker", Maker2007)], replyTimeout, cancellationToken);
            case MeterProtocol.Dlt645V1997:
                return await OfAsync(questioner, dialog, Dlt645Edition.V1997, [("number", Number1997)], replyTimeout, cancellationToken);
            default:
                return null;
        }
    }

    private static async ValueTask<string?> OfAsync(
        Questioner questioner, IDialog dialog, Dlt645Edition edition, (string What, uint Id)[] facts, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        List<string> told = [];
        foreach (var (what, id) in facts)
        {
            Question.Dlt645 question = new(new DataId(id)) { Items = [], Edition = edition };
            var outcome = await questioner.AskAsync(dialog, question, replyTimeout, 1, cancellationToken);
            if (outcome is ExchangeOutcome.Silent) break;
            if (outcome is not ExchangeOutcome.Answered answer) continue;
            if (DataReader.Read(DataDictionary.Of(edition).Find(question.Id), answer.Data.Span) is [{ Value: { Length: > 0 } value }]) told.Add($"{what} {value}");
        }

        return told.Count > 0 ? string.Join(", ", told) : null;
    }
}
