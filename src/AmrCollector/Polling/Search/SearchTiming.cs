using AmrCollector.Lines;

namespace AmrCollector.Polling.Search;

/// <summary>How long a probe takes on a line; what a search foretells and what it waits come from here alone. Pure.</summary>
/// <param name="Character">One character on the wire.</param>
/// <param name="Slowest">The longest a meter may take from the end of a request to the beginning of its reply.</param>
/// <param name="Slack">What drivers, adapters and networks may add to that.</param>
public sealed record SearchTiming(TimeSpan Character, TimeSpan Slowest, TimeSpan Slack)
{
    private static readonly TimeSpan AssumedCharacter = TimeSpan.FromSeconds(11.0 / 2400);
    private static readonly TimeSpan SlowestDlt645 = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SlowestGateway = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan SerialSlack = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan SocketSlack = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastLearnt = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LeastMargin = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait for the first byte once the request has left the wire.</summary>
    public TimeSpan FirstByte => Slowest + Character + Slack;

    /// <summary>
    /// What a line calls for: 500 ms to the first byte (DL/T 645-2007, 5.2.3), a second behind a Modbus gateway, or the line's own timeout;
    /// 2400 baud behind a box that does not say.
    /// </summary>
    public static SearchTiming On(LineUri line)
    {
        var slowest = line.Timeout ?? (line.Kind == LineKind.ModbusTcp ? SlowestGateway : SlowestDlt645);
        var character = line.Kind == LineKind.ModbusTcp ? TimeSpan.Zero : line.CharacterTime ?? AssumedCharacter;
        return new(character, slowest, line.Kind == LineKind.Serial ? SerialSlack : line.Timeout is null ? SocketSlack : TimeSpan.Zero);
    }

    /// <summary>
    /// The same through a running service, which takes a turn of a length said beforehand: a reply of so many bytes that begins at the last
    /// moment must still fit in.
    /// </summary>
    public SearchTiming InTurns(int replyBytes) => this with { Slack = Slack + Wire(replyBytes) };

    /// <summary>So many bytes on the wire.</summary>
    public TimeSpan Wire(int bytes) => Character * bytes;

    /// <summary>What a probe costs that nobody answers: its request on the wire, and the wait for a first byte.</summary>
    public TimeSpan Silence(int requestBytes) => Wire(requestBytes) + FirstByte;

    /// <summary>
    /// The timing after it was seen that all meters of the line had ended their replies at <paramref name="latest"/> (from the end of the
    /// request): half as long again, at least 50 ms more and 200 ms in all, and never more than before.
    /// </summary>
    public SearchTiming Learnt(TimeSpan latest)
    {
        var margin = latest / 2 > LeastMargin ? latest / 2 : LeastMargin;
        var wanted = latest + margin > LeastLearnt ? latest + margin : LeastLearnt;
        return wanted < Slowest ? this with { Slowest = wanted } : this;
    }
}
