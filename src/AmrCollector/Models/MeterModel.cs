using System.Collections.Frozen;
using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>What a kind of meter offers, loaded from one file of config/models; immutable.</summary>
public sealed record MeterModel
{
    /// <summary>Its name, the file's name without .json: "eastron-sdm630".</summary>
    public required string Name { get; init; }

    /// <summary>Maker and type as printed on the meter.</summary>
    public string Title { get; init; } = "";

    /// <summary>What a person should know before using it: ratios, conflicts between sources, settings of the meter.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where its sources disagree: a person should settle these at the meter before it bills.</summary>
    public IReadOnlyList<string> Conflicts { get; init; } = [];

    /// <summary>What it speaks.</summary>
    public required MeterProtocol Protocol { get; init; }

    /// <summary>Everything it offers, keyed by OBIS code.</summary>
    public required FrozenDictionary<ObisCode, Item> Items { get; init; }

    /// <summary>
    /// What a plan's word reads now, in as few exchanges as the file's author found safe: "current" (registers),
    /// "status" (observations), "clock". Keys are the words a plan may use beside "dailyFreeze" and "settlement".
    /// </summary>
    public required FrozenDictionary<string, IReadOnlyList<Question>> Groups { get; init; }

    /// <summary>DL/T 645 blocks it is known to answer, each with the items of its reply; empty for Modbus.</summary>
    public IReadOnlyList<Question.Dlt645> Blocks { get; init; } = [];

    /// <summary>What one Modbus request may ask of it.</summary>
    public RegisterLimits Limits { get; init; } = RegisterLimits.Default;

    /// <summary>
    /// True when its values are primary because the model applies the meter's own ratio registers: ct and pt of the meter list are
    /// then 1, or consumption would be multiplied twice.
    /// </summary>
    public bool AppliesRatios { get; init; }

    /// <summary>The SunSpec model whose header is its register 0, to be found in each meter; null when the registers stand fixed.</summary>
    public ushort? SunSpecModel { get; init; }

    /// <summary>True when some values depend on a ratio register that is an item of its own.</summary>
    public bool HasRatios { get; init; }

    /// <summary>Where its meters say who they are; none for DL/T 645, which has identifiers of its own.</summary>
    public MeterIdentity Identity { get; init; } = MeterIdentity.None;

    /// <summary>What it meters, by the OBIS codes of its items.</summary>
    public Medium Medium => Media.Of(Items.Keys);

    /// <summary>The meter's own daily freezes, null when it keeps none.</summary>
    public FreezeStore? DailyFreezes { get; init; }

    /// <summary>The meter's own settlement-day registers, null when it keeps none.</summary>
    public FreezeStore? Settlements { get; init; }

    /// <summary>The meter's own load records, null when it keeps none.</summary>
    public LoadRecordStore? Profile { get; init; }

    /// <summary>Longest wait for a reply to begin, when the line does not say.</summary>
    public TimeSpan ReplyTimeout { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>Silence the meter itself needs between its reply and the next request, beyond the line's gap.</summary>
    public TimeSpan Gap { get; init; }

    /// <summary>Frames with their meaning that prove the file; at least one.</summary>
    public required IReadOnlyList<Vector> Vectors { get; init; }
}
