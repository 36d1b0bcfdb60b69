using System.Text.Json.Serialization;
using AmrCollector.Models.Dictionary;

namespace AmrCollector.Cli.Frame;

/// <summary>What `amr decode --json` prints; field names and their order are a contract (design.md §7).</summary>
internal sealed record FrameJson
{
    public required bool Valid { get; init; }

    public required string? Protocol { get; init; }

    public required string? Direction { get; init; }

    public required string? Address { get; init; }

    public required string? Control { get; init; }

    public required bool More { get; init; }

    public required string? DataId { get; init; }

    public required string? Error { get; init; }

    public required int Noise { get; init; }

    public required IReadOnlyList<ValueJson> Values { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Unit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Function { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Registers { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ErrorText { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Why { get; init; }

    internal static FrameJson Of(DecodedFrame frame) => new()
    {
        Valid = frame.Valid,
        Protocol = frame.Protocol,
        Direction = frame.IsReply switch { true => "reply", false => "request", null => null },
        Address = frame.Address,
        Control = frame.Control,
        More = frame.More,
        DataId = frame.DataId,
        Error = frame.Error,
        Noise = frame.Noise,
        Values = [.. frame.Values.Select(value => new ValueJson(value.Field.Obis, value.Field.Name, value.Value, value.Field.Unit, value.Note, value.Field.NameZh is { Length: > 0 } nameZh ? nameZh : null))],
        Unit = frame.Unit,
        Function = frame.Function,
        Registers = frame.Registers,
        ErrorText = frame.ErrorText.Length > 0 ? frame.ErrorText : null,
        Why = frame.Why,
    };
}
