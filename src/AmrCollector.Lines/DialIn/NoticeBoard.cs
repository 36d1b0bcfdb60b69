namespace AmrCollector.Lines.DialIn;

/// <summary>One clear line for each thing that happens, and no flood: the same within ten minutes, or the 21st line of a minute, is only counted.</summary>
internal sealed class NoticeBoard(TimeProvider time, Action<DialInNotice> tell)
{
    private const int MostInMinute = 20;
    private const int MostRemembered = 2_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _told = new(StringComparer.Ordinal);
    private long _minute = time.GetTimestamp();
    private int _lines;
    private long _silent;

    /// <summary>Tells of it unless <paramref name="subject"/>, what it is about, was told of lately.</summary>
    internal void Tell(string subject, bool isGood, string sentence)
    {
        lock (_gate)
        {
            var isRepeat = _told.TryGetValue(subject, out var at) && time.GetElapsedTime(at) < Again;
            if (isRepeat || _lines >= MostInMinute)
            {
                _silent++;
                return;
            }

            if (_told.Count >= MostRemembered) _told.Clear();
            _told[subject] = time.GetTimestamp();
            _lines++;
        }

        tell(new(DialInTopic.Caller, isGood, OneLine(sentence)));
    }

    /// <summary>Tells of what must not be missed: a state that has changed, once for each change.</summary>
    internal void TellAlways(DialInTopic topic, bool isGood, string sentence) => tell(new(topic, isGood, OneLine(sentence)));

    /// <summary>Once a minute tells how much was only counted.</summary>
    internal void Tick()
    {
        long silent;
        lock (_gate)
        {
            if (time.GetElapsedTime(_minute) < Minute) return;
            silent = _silent;
            (_minute, _lines, _silent) = (time.GetTimestamp(), 0, 0);
        }

        if (silent > 0) tell(new(DialInTopic.Caller, false, $"{silent} more refusals or repeats in the last minute were only counted"));
    }

    // What came over a wire may hold anything.
    private static string OneLine(string sentence) => string.Concat(sentence.Select(c => char.IsControl(c) ? '?' : c));
}
