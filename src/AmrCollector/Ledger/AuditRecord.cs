using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Ledger;

/// <summary>
/// An operate or admin call as the chain keeps it: an entry of its own (source audit, meter <c>@audit</c>, never in the feed) whose <c>why</c> is this as
/// JSON. Written before the call is carried out, and again when it failed or when more is known of it.
/// </summary>
/// <param name="Who">Name of the key, or the local user.</param>
/// <param name="Scope">What the call demanded: operate or admin.</param>
/// <param name="Call">What was called: method and path.</param>
/// <param name="Why">In the words of who called.</param>
/// <param name="Detail">What identifies the content: its digest, a frame with secrets blanked.</param>
/// <param name="Outcome">"asked" before it is carried out; then what came of it.</param>
public sealed record AuditRecord(string Who, string Scope, string Call, string Why, string Detail, string Outcome)
{
    /// <summary>The outcome of a call that is about to be carried out.</summary>
    public const string Asked = "asked";

    /// <summary>What every query over entries of meters says.</summary>
    internal const string IsNone = "source <> 99";

    internal const string Meter = "@audit";

    private const int LongestField = 4000;
    private const string RuleName = "AUDIT";
    private static readonly ObisCode Item = ObisCode.Parse("0-0:96.128.0");
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>When it was recorded, UTC; set when it is read back.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The entry it came back as; 0 before.</summary>
    public long Sequence { get; init; }

    /// <summary>The entry that keeps it. A reject by form, so that it is in force of nothing and any number of them stand at one instant.</summary>
    public EntryDraft ToDraft(DateTimeOffset now) => new()
    {
        Meter = new Meter { Id = new MeterId(Meter) },
        Item = Item,
        Kind = ItemKind.State,
        Source = Source.Audit,
        Instant = now,
        Unit = Unit.None,
        Lsd = 1m,
        ReadAt = now,
        Verdict = new() { Judgement = Judgement.Reject, Rules = [RuleName], Why = ToJson() },
    };

    /// <summary>The record an entry keeps; null when it keeps none.</summary>
    public static AuditRecord? Of(Entry entry)
    {
        if (entry.Draft.Source != Source.Audit) return null;
        using var json = JsonDocument.Parse(entry.Draft.Verdict.Why);
        return new(Text("who"), Text("scope"), Text("call"), Text("why"), Text("detail"), Text("outcome")) { At = entry.Draft.Instant, Sequence = entry.Sequence };

        string Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z  {Who}  {Call}  {Outcome}{(Detail.Length > 0 ? $"  [{Detail}]" : "")}: {Why}");

    private string ToJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Plain))
        {
            json.WriteStartObject();
            foreach (var (name, value) in ((string, string)[])[("who", Who), ("scope", Scope), ("call", Call), ("why", Why), ("detail", Detail), ("outcome", Outcome)])
                json.WriteString(name, value.Length > LongestField ? value[..LongestField] : value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
