using AmrCollector.Protocol;

namespace AmrCollector.Polling;

/// <summary>The receive buffer of one exchange: what is in it, and what was set aside from its front.</summary>
internal struct Front
{
    private int _noise;
    private int _foreign;
    private int _length;

    /// <summary>Bytes in the buffer.</summary>
    internal int Filled;

    /// <summary>Bytes so far that belong to no frame, or to none that is complete.</summary>
    internal readonly int Unreadable => _noise + Filled;

    /// <summary>Looks until a reply of ours stands at the front (true) or more bytes are needed (false).</summary>
    internal bool Advance(Span<byte> buffer, IReplyMatcher matcher)
    {
        while (true)
        {
            var found = matcher.Look(buffer[..Filled]);
            switch (found.Verdict)
            {
                case ReplyVerdict.NeedMore:
                    return false;
                case ReplyVerdict.Ours:
                    _length = found.Length;
                    return true;
                case ReplyVerdict.Foreign:
                    _foreign++;
                    break;
                case ReplyVerdict.Noise:
                    _noise += found.Length;
                    break;
            }

            Drop(buffer, found.Length);
        }
    }

    /// <summary>Nothing more will come: tries every later start, so that a stray start byte cannot hide a good frame.</summary>
    internal bool AdvanceAtDeadline(Span<byte> buffer, IReplyMatcher matcher)
    {
        while (Filled > 0)
        {
            DropOldest(buffer);
            if (Advance(buffer, matcher)) return true;
        }

        return false;
    }

    /// <summary>Counts the first byte as noise and drops it.</summary>
    internal void DropOldest(Span<byte> buffer)
    {
        _noise++;
        Drop(buffer, 1);
    }

    internal readonly Heard Reply(long sent) => new(_length, _noise, _foreign, sent);

    internal readonly Heard Silence(long sent) => new(0, _noise, _foreign, sent);

    private void Drop(Span<byte> buffer, int count)
    {
        buffer[count..Filled].CopyTo(buffer);
        Filled -= count;
    }
}
