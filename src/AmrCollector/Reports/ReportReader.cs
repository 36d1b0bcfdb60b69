using System.Text;
using System.Text.Json;
using AmrCollector.Metering;

namespace AmrCollector.Reports;

/// <summary>Turns messages of one broker into register sets by rules. Pure: whatever a gateway sends gives a result, never an exception.</summary>
/// <param name="broker">The broker's name.</param>
/// <param name="rules">Its rules.</param>
/// <param name="meters">The meter list.</param>
public sealed class ReportReader(string broker, IReadOnlyList<ReportRule> rules, IReadOnlyDictionary<MeterId, Meter> meters)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <summary>What a message says that arrived <paramref name="now"/>. <paramref name="length"/> is that of the whole payload.</summary>
    public ReportResult Read(string topic, ReadOnlyMemory<byte> payload, int length, DateTimeOffset now)
    {
        var meant = MeantFor(topic);
        if (meant.Count == 0) return new([], Letter(topic, topic, payload, length, ReportFault.WrongTopic, "no rule of 'reports' is for this topic"));
        var gateway = meant[0].Topic.GatewayOf(topic);
        if (length > payload.Length)
            return new([], Letter(topic, gateway, payload, length, ReportFault.TooLarge, $"{length} bytes are no report"));
        try
        {
            using var document = JsonDocument.Parse(payload, Options);
            Reading reading = new(topic, payload, now, document.RootElement, meters);
            foreach (var rule in meant) reading.Apply(rule);
            return new(reading.Sets, reading.Fault is var (fault, reason) ? Letter(topic, gateway, payload, length, fault, reason) : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a text whose escapes make no text.
            return new([], Letter(topic, gateway, payload, length, ReportFault.NoJson, "it is not JSON"));
        }
    }

    private List<ReportRule> MeantFor(string topic)
    {
        List<ReportRule> meant = new(rules.Count);
        foreach (var rule in rules)
            if (rule.Topic.Matches(topic)) meant.Add(rule);
        return meant;
    }

    private DeadLetter Letter(string topic, string gateway, ReadOnlyMemory<byte> payload, int length, ReportFault fault, string reason) =>
        DeadLetter.Of(broker, gateway, topic, payload, length, fault, reason);

    /// <summary>One message while its rules are applied.</summary>
    private sealed class Reading(string topic, ReadOnlyMemory<byte> payload, DateTimeOffset now, JsonElement root, IReadOnlyDictionary<MeterId, Meter> meters)
    {
        private readonly List<RegisterSet> _sets = [];
        private Evidence? _evidence;
        private (ReportFault Fault, string Reason)? _missing;
        private (ReportFault Fault, string Reason)? _wrong;

        public IReadOnlyList<RegisterSet> Sets => _sets;

        /// <summary>What is wrong. That a rule finds nothing is a fault only when no rule finds anything.</summary>
        public (ReportFault Fault, string Reason)? Fault => _wrong ?? (_sets.Count == 0 ? _missing : null);

        public void Apply(ReportRule rule)
        {
            if (!rule.Value.TryFind(root, out var written))
            {
                _missing ??= (ReportFault.Missing, $"there is nothing at {rule.Value}");
                return;
            }

            if (MeterOf(rule) is not { } meter || TimeOf(rule) is not { } instant || UnitOf(rule) is not { } unit) return;
            if (ExactNumber.Of(written, out var why) is not { } number)
            {
                _wrong ??= (ReportFault.Value, $"{rule.Value} {why}");
                return;
            }

            Add(meter, instant, new()
            {
                Item = rule.Item,
                Kind = rule.Kind,
                Value = number * unit.Factor,
                Unit = unit.Unit,
                Lsd = new(1, 0, 0, false, (byte)meter.Decimals),
            });
        }

        private void Add(Meter meter, DateTimeOffset instant, RegisterValue register)
        {
            _evidence ??= new(Encoding.UTF8.GetBytes(topic), payload);
            var known = _sets.FindIndex(set => set.Meter.Id == meter.Id && set.Instant == instant);
            if (known >= 0) _sets[known] = _sets[known] with { Registers = [.. _sets[known].Registers, register] };
            else _sets.Add(new() { Meter = meter, Source = Source.Report, Instant = instant, ReadAt = now, RepliedFrom = meter.Address, Registers = [register], Evidence = _evidence });
        }

        private Meter? MeterOf(ReportRule rule)
        {
            var id = rule.Topic.MeterOf(topic);
            if (rule.Meter is { } path)
                id = path.TryFind(root, out var named) && Text(named) is { } text && MeterId.IsValid(text) ? new(text) : null;
            if (id is { } known && meters.TryGetValue(known, out var meter)) return meter;
            _wrong ??= (ReportFault.UnknownMeter, id is null ? "it names no meter" : $"meter {id} is not in the meter list");
            return null;
        }

        private DateTimeOffset? TimeOf(ReportRule rule)
        {
            if (!rule.Time.TryFind(root, out var written))
            {
                _wrong ??= (ReportFault.Time, $"there is no time at {rule.Time}");
                return null;
            }

            var instant = ReportTime.Of(written, now, out var why, out var fault);
            if (instant is null) _wrong ??= (fault, $"{rule.Time} {why}");
            return instant;
        }

        private ReportUnit? UnitOf(ReportRule rule)
        {
            if (rule.UnitPath is not { } path) return rule.Unit;
            var unit = path.TryFind(root, out var written) && Text(written) is { } text ? ReportUnit.Parse(text) : null;
            if (unit is null) _wrong ??= (ReportFault.Unit, $"there is no unit of ours at {path}");
            return unit;
        }

        private static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            _ => null,
        };
    }
}
