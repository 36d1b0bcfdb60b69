using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models;

/// <summary>
/// One ring of frozen registers a meter keeps itself (DL/T 645-2007 05xxxxxx and 0001FF0n; dossier §13).
/// Record 1 is the newest; an identifier's lowest byte is the record.
/// </summary>
/// <param name="Depth">Records kept: 62 daily freezes, 12 settlement days.</param>
/// <param name="TimeId">Identifier of record 0's date, to be added the record number: 05060000; null when records carry no date.</param>
/// <param name="Blocks">Identifiers whose lowest byte is the record, each with the items of its reply.</param>
public sealed record FreezeStore(int Depth, DataId? TimeId, IReadOnlyList<Question.Dlt645> Blocks)
{
    /// <summary>What is added to an identifier from one record to the one before it: 1, or 0400 in 1997 (9010, 9410, 9810).</summary>
    public uint Step { get; init; } = 1;

    private Dlt645Edition Edition => Blocks.Count > 0 ? Blocks[0].Edition : default;

    /// <summary>The question for the date of record <paramref name="record"/> (1..Depth).</summary>
    public Question.Dlt645 AskTime(int record) => new(new DataId(TimeId!.Value.Value + (Step * (uint)record))) { Items = [], Edition = Edition };

    /// <summary>The questions for the values of record <paramref name="record"/> (1..Depth).</summary>
    public IEnumerable<Question.Dlt645> AskValues(int record) =>
        Blocks.Select(block => new Question.Dlt645(new DataId(block.Id.Value + (Step * (uint)record))) { Items = block.Items, Edition = Edition });
}
