using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>
/// Remembers questions of a line that ran into their deadline. Their replies may still come, and on a wire without transaction
/// ids one could answer another question of the same shape (grid-x/modbus #26, libmodbus #451). Pure.
/// </summary>
internal sealed class LateReplies
{
    private readonly List<(IDialog Dialog, Question Question, TimeSpan Until)> _missing = [];

    /// <summary><paramref name="question"/> was not answered; its reply may come until <paramref name="until"/>.</summary>
    internal void Add(IDialog dialog, Question question, TimeSpan until)
    {
        if (_missing.Count == 32) _missing.RemoveAt(0);
        _missing.Add((dialog, question, until));
    }

    /// <summary>The uptime before which <paramref name="next"/> must not be sent, for a late reply could be taken for its own.</summary>
    internal TimeSpan QuietUntil(IDialog dialog, Question next, TimeSpan uptime)
    {
        var until = TimeSpan.Zero;
        for (var i = _missing.Count - 1; i >= 0; i--)
        {
            var (asked, question, end) = _missing[i];
            if (end <= uptime) _missing.RemoveAt(i);
            else if (end > until && dialog.IsSameMeter(asked) && dialog.CouldAnswer(question, next)) until = end;
        }

        return until;
    }

    /// <summary>True while a reply that missed its deadline may still come.</summary>
    internal bool IsAnyExpected(TimeSpan uptime) => _missing.Exists(missing => missing.Until > uptime);

    /// <summary>The line was reopened: nothing of before can come any more.</summary>
    internal void Clear() => _missing.Clear();
}
