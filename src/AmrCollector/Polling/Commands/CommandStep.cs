using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>One frame of a command. The frame of a clock command holds the moment it is sent, so it is made then.</summary>
public sealed class CommandStep
{
    private readonly Func<DateTime, byte[]> _frame;

    /// <summary>A step that sends the frame <paramref name="frame"/> makes for the meter's wall-clock time of sending.</summary>
    internal CommandStep(string says, Func<DateTime, byte[]> frame) => (Says, _frame) = (says, frame);

    /// <summary>A step that always sends the same.</summary>
    internal CommandStep(string says, byte[] frame)
        : this(says, _ => frame)
    {
    }

    /// <summary>What it does, in words: "write 04000102 (time) = 10:15:30"; holds no secret.</summary>
    public string Says { get; }

    /// <summary>The bytes to send, secrets inside: for the line only. <paramref name="wallClock"/> is the meter's own time then.</summary>
    public byte[] RequestAt(DateTime wallClock) => _frame(wallClock);

    /// <summary>The bytes for a person, in hexadecimal, "**" for each byte of a password or operator's code and for the sum that would tell them.</summary>
    public string ShownAt(DateTime wallClock)
    {
        var frame = _frame(wallClock);
        var blanked = (byte[])frame.Clone();
        var isSecret = Dlt645Secrets.BlankIn(blanked) > 0;
        return string.Join(' ', frame.Select((b, i) => isSecret && IsHidden(i) ? "**" : Convert.ToHexString([b])));

        bool IsHidden(int i) => i == frame.Length - 2 || (blanked[i] == Dlt645Secrets.Blank && i >= Dlt645Frame.Overhead - 2);
    }

    /// <summary>The reply it waits for; null when no meter answers it.</summary>
    internal static IReplyMatcher? MatcherOf(ReadOnlySpan<byte> request) => ReplyMatchers.For(request, isMbap: false);
}
