using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models.Dictionary;
using AmrCollector.Service.Web.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Entries;

/// <summary>An entry's story as JSON; amounts are exact texts.</summary>
public static class EntryStoryJson
{
    /// <summary>The whole story.</summary>
    public static object Of(EntryStory story) => new
    {
        Entry = Of(story.Entry),
        State = StateOf(story),
        Version = story.Latest.Entry.Revision,
        Latest = story.Latest.Entry.Id,
        Decision = story.Latest.Decision is { } decision && !ReferenceEquals(story.Latest.Entry, story.Entry) ? Of(decision) : null,
        Rules = story.Rules.Select(rule => new { rule.Rule, Limits = rule.Limits.ToDictionary(limit => limit.Name, limit => limit.Value) }),
        Parameters = new { Used = story.Entry.Draft.Verdict.ParametersVersion, Now = story.ParametersNow },
        Revisions = story.Revisions.Select(Of),
        Before = story.Before.Select(Of),
        After = story.After.Select(Of),
        Curve = story.Curve.Select(stretch => new { stretch.From, To = stretch.Until, Value = Exact(stretch.Amount), stretch.Unit, stretch.Held, Source = stretch.Source.WireName() }),
        Frames = story.Frames.Select(Of),
        Intervals = story.Intervals is { } day ? Of(day, story.Entry.Draft.Instant) : null,
        Orders = story.Orders.Select(OrderJson.Of),
        MeterEvents = story.MeterEvents.Select(happening => new { Kind = happening.Kind.WireName(), happening.At, happening.End, happening.Phase, happening.Order }),
        Events = story.Events.Select(happened => new { happened.At, happened.Draft.Kind, Severity = happened.Draft.Severity.WireName(), happened.Draft.Sentence }),
        Findings = story.Findings.Select(finding => new { finding.Id, finding.Meaning }),
        Chain = new
        {
            story.Entry.Sequence,
            story.Entry.Hash,
            Previous = story.Chain.Previous.Hash,
            story.Chain.Ledger,
            story.Chain.Epoch,
            Head = story.Chain.Head.ToString(),
        },
    };

    /// <summary>An entry without what surrounds it.</summary>
    public static object Of(Entry entry)
    {
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        return new
        {
            entry.Id,
            entry.Sequence,
            entry.Revision,
            draft.Replaces,
            Meter = draft.Meter.Id.Value,
            draft.Meter.Point,
            draft.Meter.Account,
            draft.Meter.Area,
            Item = draft.Item.ToString(),
            Kind = draft.Kind.WireName(),
            Source = draft.Source.WireName(),
            draft.Instant,
            Value = Exact(draft.Value),
            Unit = draft.Unit.Symbol(),
            Multiplier = Exact(draft.Meter.Multiplier),
            Consumption = verdict.Consumption is { } used ? new { Value = Exact(used.Value), Unit = used.Unit.Symbol(), used.From } : null,
            Adjustment = Exact(verdict.Adjustment),
            Origin = draft.Origin.WireName(),
            Verdict = verdict.Judgement.WireName(),
            verdict.Held,
            Rules = verdict.Rules,
            verdict.Why,
            verdict.Quality,
            Parameters = verdict.ParametersVersion,
            draft.MeterTime,
            draft.ReadAt,
            entry.Hash,
        };
    }

    /// <summary>open, decided, replaced, refused or settled.</summary>
    public static string StateOf(EntryStory story)
    {
        if (story.IsOpen) return "open";
        if (!ReferenceEquals(story.Latest.Entry, story.Entry)) return story.Latest.Decision is null ? "replaced" : "decided";
        return story.Entry.Draft.Verdict.Judgement == Judgement.Reject ? "refused" : "settled";
    }

    private static object Of(ToldRevision revision)
    {
        var (entry, verdict) = (revision.Entry, revision.Entry.Draft.Verdict);
        return new
        {
            entry.Id,
            entry.Revision,
            entry.Draft.Replaces,
            revision.ReplacedBy,
            Source = entry.Draft.Source.WireName(),
            Value = Exact(entry.Draft.Value),
            Origin = entry.Draft.Origin.WireName(),
            Verdict = verdict.Judgement.WireName(),
            verdict.Held,
            verdict.Rules,
            verdict.Quality,
            Consumption = Exact(verdict.Consumption?.Value),
            verdict.Why,
            Decision = revision.Decision is { } decision ? Of(decision) : null,
        };
    }

    private static object Of(IntervalBlock day, DateTimeOffset start) => new
    {
        Minutes = (int)day.Step.TotalMinutes,
        Values = day.Values.Select((value, i) => new { Number = i + 1, At = start + (i * day.Step), Value = day.Qualities[i] == IntervalQuality.Missing ? null : Exact(value), Quality = day.Qualities[i].WireName() }),
    };

    private static object Of(AmrCollector.Review.DecisionRecord decision) => new
    {
        Decision = decision.Decision.WireName(),
        decision.User,
        decision.At,
        decision.Reason,
        Entry = decision.EntryId,
        Before = Exact(decision.Before),
        After = Exact(decision.After),
    };

    private static object Of(HistoryPoint point) => new
    {
        Entry = point.Id,
        point.Instant,
        Source = point.Source.WireName(),
        Value = Exact(point.Value),
        Origin = point.Origin.WireName(),
        Verdict = point.Judgement.WireName(),
        point.Held,
        point.Rules,
    };

    private static object Of(ProvenFrame frame) => new
    {
        Direction = frame.IsReply ? "reply" : "request",
        Hex = Convert.ToHexString(frame.Bytes),
        frame.Meaning.Valid,
        frame.Meaning.Protocol,
        frame.Meaning.Address,
        frame.Meaning.Control,
        frame.Meaning.DataId,
        Name = frame.Meaning.Item,
        NameZh = frame.Meaning.ItemZh,
        frame.Meaning.Error,
        frame.Meaning.Why,
        Values = frame.Meaning.Values.Select(Of),
    };

    private static object Of(FieldValue value) => new { value.Field.Obis, value.Field.Name, value.Field.NameZh, value.Value, value.Field.Unit, value.Note };

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);
}
