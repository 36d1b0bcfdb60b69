using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>
/// Remembers the last replies of a line. A box that delivers a reply twice would answer the next question of the same function with the
/// second copy; such a copy is known by being equal to a reply just had. Where a protocol's replies name their request nothing is
/// remembered. Pure.
/// </summary>
internal sealed class RecentReplies
{
    private readonly Entry[] _ring = new Entry[8];
    private int _next;

    /// <summary>A reply of <paramref name="dialog"/>'s meter was taken; a copy may come until <paramref name="until"/>.</summary>
    internal void Add(IDialog dialog, Question question, ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply, TimeSpan until)
    {
        if (!dialog.CouldAnswer(question, question)) return;
        _ring[_next] = new(dialog, question, HashOf(request), HashOf(reply), until);
        _next = (_next + 1) % _ring.Length;
    }

    /// <summary>True when <paramref name="reply"/> equals one that the same meter gave to another request a moment ago.</summary>
    internal bool IsRepeat(IDialog dialog, Question question, ReadOnlySpan<byte> request, ReadOnlySpan<byte> reply, TimeSpan uptime)
    {
        if (!dialog.CouldAnswer(question, question)) return false;
        var (asked, answered) = (HashOf(request), HashOf(reply));
        foreach (var entry in _ring)
        {
            if (entry.Dialog is not null && !ReferenceEquals(entry.Question, question) && entry.Until > uptime && entry.Reply == answered && entry.Request != asked
                && dialog.IsSameMeter(entry.Dialog) && dialog.CouldAnswer(entry.Question, question)) return true;
        }

        return false;
    }

    /// <summary>The line was reopened: nothing of before can come any more.</summary>
    internal void Clear() => Array.Clear(_ring);

    private static int HashOf(ReadOnlySpan<byte> bytes)
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    private readonly record struct Entry(IDialog Dialog, Question Question, int Request, int Reply, TimeSpan Until);
}
