using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web.Entries;
using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Review;

/// <summary>Takes a person's decision on an entry, from a program or from a form of the page, and says what came of it.</summary>
/// <param name="collection">Who follows it.</param>
/// <param name="stories">Who tells of entries.</param>
/// <param name="time">The clock.</param>
public sealed class EntryDecisions(Collection collection, EntryStories stories, TimeProvider time)
{
    private const int LongestText = 1000;

    /// <summary>Decides; what is wrong with it comes back in words.</summary>
    /// <param name="id">The entry.</param>
    /// <param name="body">What is decided.</param>
    /// <param name="caller">Whose key, session or local road it came by.</param>
    /// <param name="match">The If-Match header, empty for none.</param>
    /// <param name="cancellationToken">Only stops the waiting.</param>
    public async Task<DecisionAnswer> DecideAsync(string id, DecisionBody body, Caller caller, string match, CancellationToken cancellationToken)
    {
        if (stories.Find(id) is not { } entry) return new(404, "No such entry", $"There is no entry '{id}'; GET /v1/review names those that wait.");
        if (!WireNames.TryParse<Decision>(body.Decision ?? "", out var decision)) return new(400, "Bad request", "'decision' is \"accept\" (the number is right), \"reject\" (it is no reading of this register) or \"edit\" (another number stands in its place).");
        var user = UserOf(body.User, caller);
        if (!IsText(body.Reason) || !IsText(user)) return new(400, "Bad request", $"'reason' and 'user' say why and who, in at most {LongestText} characters each; both go into the ledger.");
        var (value, intervals, wrong) = ValueOf(decision, body, entry);
        if (wrong.Length > 0) return new(400, "Bad request", wrong);
        if (body.Version is null && match.Length == 0) return new(428, "Precondition required", "'version' is the revision of the entry that was looked at; or send its id as If-Match.");
        var isSeen = match.Length == 0 ? body.Version == entry.Revision : match.Trim('"') == entry.Id && (body.Version ?? entry.Revision) == entry.Revision;
        if (!isSeen) return Changed(entry);
        ReviewDecision made = new(entry.Id, decision, value, body.Reason!.Trim(), user, time.GetUtcNow()) { Intervals = intervals };
        try
        {
            return new(200, "", "") { Made = await collection.DecideAsync(made, cancellationToken) };
        }
        catch (ReviewConflictException e)
        {
            return new(409, "Decided meanwhile", $"{e.Message}") { Later = e.Later };
        }
        catch (ReviewRefusedException e)
        {
            return new(422, "Cannot be", e.Message);
        }
        catch (LedgerException e)
        {
            return new(503, "Not recorded", e.Message);
        }
    }

    /// <summary>Who he says he is, and by which key that came; who says nothing is called as his key is.</summary>
    internal static string UserOf(string? said, Caller caller)
    {
        var name = said?.Trim() ?? "";
        return name.Length == 0 || name == caller.Name ? caller.Name : caller.Name.Length == 0 ? name : $"{name} ({caller.Name})";
    }

    private DecisionAnswer Changed(Entry entry)
    {
        var story = stories.Of(entry);
        var what = ReferenceEquals(story.Latest.Entry, entry)
            ? $"{entry.Id} is revision {entry.Revision}, and that is not what was looked at."
            : Deciding.Told(entry, story.Latest.Entry, story.Latest.Decision);
        return new(409, "Decided meanwhile", what) { Later = story.Latest.Entry.Id };
    }

    private (decimal? Value, IReadOnlyList<IntervalEdit> Intervals, string Wrong) ValueOf(Decision decision, DecisionBody body, Entry entry)
    {
        var hasIntervals = body.Intervals is { Count: > 0 };
        if (decision != Decision.Edit) return body.Value is null or "" && !hasIntervals ? (null, [], "") : (null, [], "'value' and 'intervals' belong to an edit alone.");
        if (hasIntervals)
        {
            if (body.Value is { Length: > 0 }) return (null, [], "An edit of a day has its new total in 'value', or some of its intervals in 'intervals', not both.");
            var (edits, wrong) = stories.Intervals(entry) is { } day ? IntervalNames.Read(body.Intervals!, day, entry.Draft.Instant, collection.Setup.Zone) : ([], "It has no intervals: its number goes into 'value'.");
            return (null, edits, wrong);
        }

        if (!decimal.TryParse(body.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
            || !RegisterTimeline.Fits(value))
            return (null, [], "'value' is the register's number, exact, such as \"7299.57\": what the meter would show, without the ratio.");
        return value == entry.Draft.Value ? (null, [], "'value' is what stands there already: accept it instead.") : (value, [], "");
    }

    private static bool IsText(string? text) => text is { Length: <= LongestText } && text.Trim().Length > 0;
}
