using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;
using AmrCollector.Orders;
using AmrCollector.Polling.Traffic;
using AmrCollector.Review;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Entries;

/// <summary>Tells the story of entries; every question goes by an index.</summary>
/// <param name="setup">The configuration as it is now.</param>
/// <param name="collection">Orders, events, observations.</param>
/// <param name="ledger">The ledger.</param>
public sealed class EntryStories(Func<CollectionSetup> setup, Collection collection, LedgerReader ledger)
{
    private const int MostRevisions = 50;
    private const int MostStretches = 200;
    private const int MostEvents = 50;
    private const int EventsLookedAt = 500;
    private const int Registers = 8;
    private static readonly TimeSpan Weeks = TimeSpan.FromDays(56);
    private static readonly TimeSpan Fortnight = TimeSpan.FromDays(14);
    private static readonly TimeSpan Nearby = TimeSpan.FromDays(3);


    /// <summary>The entry that <paramref name="id"/> names: its id, or its place in the ledger alone; null when there is none.</summary>
    public Entry? Find(string id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) || ledger.Epochs().TryFind(id, out sequence)) return ledger.Entry(sequence);
        return null;
    }

    /// <summary>The story of <paramref name="entry"/>.</summary>
    public EntryStory Of(Entry entry)
    {
        var draft = entry.Draft;
        var (id, item, instant) = (draft.Meter.Id, draft.Item, draft.Instant);
        var listed = setup().ById.GetValueOrDefault(id);
        var book = collection.Orders.Book;
        var meter = listed is null ? draft.Meter : book.MeterAt(listed, instant);
        var revisions = Revisions(entry);
        var before = ledger.HistoryBefore(id, item, instant, Registers);
        var after = ledger.History(id, item, instant.AddMilliseconds(1), Registers);
        var (from, to) = (Earlier(before.Count > 0 ? before[0].Instant : instant, instant - Nearby), after.Count > 0 ? after[0].Instant : instant + Nearby);
        return new()
        {
            Entry = entry,
            Meter = meter,
            Revisions = revisions,
            Latest = Latest(revisions, entry),
            Before = before,
            After = after,
            Curve = ledger.Consumed(id, item, instant - Weeks, instant + Fortnight, MostStretches),
            Frames = Frames(revisions, entry, meter),
            Intervals = Intervals(entry),
            Orders = [.. book.Of(id).Where(filed => Touches(filed, from, to))],
            MeterEvents = [.. StatusEvents.Of(code => collection.Observations.Series(id, code, from, to)).TakeLast(MostEvents)],
            Events = [.. collection.Events.Newest(EventsLookedAt, new() { Meter = id }).Where(happened => happened.At >= from && happened.At <= to.Add(Nearby)).Take(MostEvents).Reverse()],
            Findings = [.. collection.Findings.Blocking(id).Select(finding => (finding.Id, finding.Report.Meaning))],
            Rules = [.. draft.Verdict.Rules.Select(rule => (rule, RuleLimits.Of(rule, collection.Parameters, meter)))],
            ParametersNow = collection.Parameters.Of(meter.Class).Version,
            Chain = new(ledger.Id, ledger.Epochs().TagOf(entry.Sequence), ledger.At(entry.Sequence - 1)!.Value, ledger.Head()),
        };
    }

    /// <summary>The frames that told the entry, or the first of the revisions it comes from.</summary>
    public IReadOnlyList<ProvenFrame> Frames(Entry entry) => Frames(Revisions(entry), entry, setup().ById.GetValueOrDefault(entry.Draft.Meter.Id) ?? entry.Draft.Meter);

    /// <summary>The intervals of an entry that is a day of them; else null.</summary>
    public IntervalBlock? Intervals(Entry entry) =>
        entry.Draft.Kind == ItemKind.Interval && IntervalBlock.TryRead(ledger.Evidence(entry.Sequence).Reply.Span, out var block) ? block : null;

    private List<ToldRevision> Revisions(Entry entry)
    {
        var entries = ledger.OfInstant(entry.Draft.Meter.Id, entry.Draft.Item, entry.Draft.Instant);
        var after = entries.Where(one => one.Draft.Replaces is not null).ToDictionary(one => one.Draft.Replaces!, one => one.Id);
        var shown = entries.Count <= MostRevisions ? entries : [.. entries.TakeLast(MostRevisions)];
        if (!shown.Any(one => one.Sequence == entry.Sequence)) shown = [entry, .. shown];
        return [.. shown.Select(one => new ToldRevision(one.Sequence == entry.Sequence ? entry : one, one.Draft.Replaces is null ? null : DecisionRecord.Of(ledger.Evidence(one.Sequence)), after.GetValueOrDefault(one.Id)))];
    }

    private static ToldRevision Latest(List<ToldRevision> revisions, Entry entry)
    {
        var byId = revisions.ToDictionary(revision => revision.Entry.Id);
        var latest = byId[entry.Id];
        while (latest.ReplacedBy is { } next && byId.TryGetValue(next, out var later)) latest = later;
        return latest;
    }

    /// <summary>A derived revision has no bytes of its own: those of what it comes from prove it.</summary>
    private List<ProvenFrame> Frames(List<ToldRevision> revisions, Entry entry, Meter meter)
    {
        if (entry.Draft.Kind == ItemKind.Interval) return []; // what it keeps are intervals, not bytes of a wire
        var byId = revisions.ToDictionary(revision => revision.Entry.Id);
        var evidence = Evidence.None;
        for (string? id = entry.Id; id is not null && byId.TryGetValue(id, out var revision); id = revision.Entry.Draft.Replaces)
        {
            var found = ledger.Evidence(revision.Entry.Sequence);
            if ((found.Request.IsEmpty && found.Reply.IsEmpty) || DecisionRecord.Of(found) is not null) continue;
            evidence = found;
            break;
        }

        var isMbap = meter.Line.Length > 0 && setup().Lines.FirstOrDefault(line => line.Name == meter.Line)?.Uri.Text.StartsWith("modbus+tcp", StringComparison.Ordinal) == true;
        var protocol = setup().Models.TryGetValue(meter.Model, out var model) ? model.Protocol.WireName() : null;
        var requests = Cut(evidence.Request, isMbap);
        List<ProvenFrame> frames = [.. requests.Select(bytes => new ProvenFrame(false, bytes, FrameDecoder.Decode(bytes, protocol)))];
        frames.AddRange(Cut(evidence.Reply, isMbap).Select(bytes => new ProvenFrame(true, bytes, FrameDecoder.Decode(bytes, protocol, requests.Count > 0 ? requests[^1] : default))));
        return frames;
    }

    private static List<byte[]> Cut(ReadOnlyMemory<byte> bytes, bool isMbap)
    {
        if (bytes.IsEmpty) return [];
        FrameCutter cutter = new(isMbap);
        TrafficPiece piece = new(default, 0, false, bytes);
        return [.. cutter.Add(piece).Concat(cutter.Flush()).Select(frame => frame.Bytes)];
    }

    private static bool Touches(FiledOrder filed, DateTimeOffset from, DateTimeOffset to) => filed.Order.At <= to && (filed.Order.Until ?? filed.Order.At) >= from;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
