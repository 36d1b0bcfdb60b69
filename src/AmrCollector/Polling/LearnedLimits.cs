using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>
/// What one Modbus meter turned out to answer less than its model says: how many registers at once, which holes must not be read along,
/// which items it does not have. Holds for the model it was learnt with, and for <see cref="Lifetime"/>.
/// </summary>
public sealed record LearnedLimits
{
    /// <summary>After so long everything is tried again: a meter may have been exchanged or got new firmware.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Fingerprint of the model's registers and limits, <see cref="FingerprintOf"/>.</summary>
    public required string Model { get; init; }

    /// <summary>When the first of it was learnt, UTC.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Registers one request may ask for.</summary>
    public int MaxRegisters { get; init; } = ReadRegisters.MaxCount;

    /// <summary>Coils or discrete inputs one request may ask for.</summary>
    public int MaxBits { get; init; } = ReadRegisters.MaxBits;

    /// <summary>It refuses holes as such: only what the model knows is read along.</summary>
    public bool RefusesHoles { get; init; }

    /// <summary>Holes no request may cross.</summary>
    public IReadOnlyList<RegisterRange> Forbidden { get; init; } = [];

    /// <summary>Items it refuses.</summary>
    public IReadOnlyList<LearnedRefusal> Refused { get; init; } = [];

    /// <summary>A hash of everything in <paramref name="model"/> that decides which registers are asked for.</summary>
    public static string FingerprintOf(MeterModel model)
    {
        StringBuilder text = new();
        text.Append($"{model.Limits.MaxRegisters} {model.Limits.MaxHole} {model.Limits.Even} {model.Limits.MaxBits} {model.Limits.MaxBitHole} {model.Limits.TriesHoles} {string.Join(' ', model.Limits.Forbidden)}\n");
        foreach (var item in model.Items.Values.OrderBy(item => item.Obis.ToString(), StringComparer.Ordinal))
            if (item.Layout is Layout.Modbus at) text.Append($"{item.Obis} {at.Table} {at.Address} {at.Registers} {at.Type} {at.Order} {at.Scale}\n");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 8);
    }

    /// <summary>True when it still holds for a meter of a model with this fingerprint.</summary>
    public bool HoldsFor(string model, DateTimeOffset now) => Model == model && now - Since < Lifetime;

    /// <summary>The model's limits, narrowed.</summary>
    public RegisterLimits Over(RegisterLimits limits) => (RefusesHoles ? limits : limits.Trying) with
    {
        MaxRegisters = Math.Min(limits.MaxRegisters, MaxRegisters),
        MaxBits = Math.Min(limits.MaxBits, MaxBits),
        Forbidden = [.. limits.Forbidden, .. Forbidden],
    };

    /// <summary>True when the meter refuses <paramref name="item"/>.</summary>
    public bool IsRefused(ObisCode item) => Refused.Any(refusal => refusal.Item == item);

    /// <summary>The text form that is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(new Stored(
        Model, Since, MaxRegisters, MaxBits, RefusesHoles,
        [.. Forbidden.Select(range => new StoredRange((byte)range.Table, range.First, range.Last))],
        [.. Refused.Select(refusal => new StoredRefusal(refusal.Item.ToString(), refusal.Code, refusal.Why))]));

    /// <summary>Reads the stored form; false on anything else.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out LearnedLimits? limits)
    {
        limits = null;
        try
        {
            if (JsonSerializer.Deserialize<Stored>(json) is not { Forbidden: not null, Refused: not null, Model: not null } stored) return false;
            limits = new()
            {
                Model = stored.Model,
                Since = stored.Since,
                MaxRegisters = Math.Clamp(stored.MaxRegisters, 1, ReadRegisters.MaxCount),
                MaxBits = Math.Clamp(stored.MaxBits, 1, ReadRegisters.MaxBits),
                RefusesHoles = stored.RefusesHoles,
                Forbidden = [.. stored.Forbidden.Select(range => new RegisterRange((ModbusTable)range.Table, range.First, range.Last))],
                Refused = [.. stored.Refused.Where(refusal => ObisCode.TryParse(refusal.Item, out _))
                    .Select(refusal => new LearnedRefusal(ObisCode.Parse(refusal.Item), refusal.Code, refusal.Why))],
            };
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Stored(string Model, DateTimeOffset Since, int MaxRegisters, int MaxBits, bool RefusesHoles, StoredRange[] Forbidden, StoredRefusal[] Refused);

    private sealed record StoredRange(byte Table, ushort First, ushort Last);

    private sealed record StoredRefusal(string Item, byte Code, string Why);
}
