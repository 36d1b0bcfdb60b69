using System.Threading.Channels;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling.Turns;

namespace AmrCollector.Polling;

/// <content>What people ask of the line: served ahead of the plans, one exchange at a time.</content>
public sealed partial class LinePoller
{
    /// <summary>So many may wait for a turn.</summary>
    public const int MostWaiting = 16;

    /// <summary>Exchanges for people after which a plan that is due gets one: polling goes on whatever people do.</summary>
    private const int MostInARow = 8;

    /// <summary>Silence after a frame that nobody answers, so that slow meters have taken it in.</summary>
    private static readonly TimeSpan AfterBroadcast = TimeSpan.FromMilliseconds(100);

    private readonly Channel<IPendingDemand> _demands = Channel.CreateBounded<IPendingDemand>(MostWaiting);
    private IPendingDemand? _inHand;
    private int _inARow;

    /// <summary>Asks on this line in turn with the plans: a technician waits at most one exchange.</summary>
    /// <exception cref="LineBusyException">Too many wait already.</exception>
    /// <exception cref="LineUnavailableException">The line is down; the message says why.</exception>
    /// <exception cref="LineLostException">It was lost meanwhile.</exception>
    public async Task<IReadOnlyList<ExchangeOutcome>> AskAsync(Demand demand, CancellationToken cancellationToken) =>
        await AskAsync(demand, null, cancellationToken);

    /// <summary>
    /// Asks a meter of this line as the plans do, with its model's patience, in turn with them. Throws as the other, and
    /// <see cref="KeyNotFoundException"/> when the meter is not on this line.
    /// </summary>
    public async Task<IReadOnlyList<ExchangeOutcome>> AskAsync(MeterId meter, IReadOnlyList<Question> questions, int attempts, CancellationToken cancellationToken)
    {
        var polled = Array.Find(_meters, polled => polled.Meter.Id == meter) ?? throw new KeyNotFoundException($"meter {meter} is not on line {_name}");
        return await AskAsync(new(polled.Dialog, questions, TimeoutOf(polled), attempts), polled, cancellationToken);
    }

    /// <summary>Sends bytes and listens, in turn with the plans. Throws as <see cref="AskAsync(Demand, CancellationToken)"/>; <see cref="NotSupportedException"/> when the line cannot be set as the turn asks.</summary>
    public async Task<TurnOutcome> TurnAsync(RawTurn turn, CancellationToken cancellationToken)
    {
        PendingTurn pending = new(turn, _time, cancellationToken);
        Queue(pending);
        return await DoneAsync(pending, pending.Done, cancellationToken);
    }

    /// <summary>
    /// Sends one frame of a command that nobody answers, in turn with the plans; the frame holds the moment of sending. Returns when it had left.
    /// Throws as <see cref="AskAsync(Demand, CancellationToken)"/>.
    /// </summary>
    internal async Task<DateTimeOffset> TellAsync(Commands.CommandStep step, Func<DateTimeOffset, DateTime> wallClock, CancellationToken cancellationToken)
    {
        PendingFrame pending = new(step, wallClock, _time, AfterBroadcast, cancellationToken);
        Queue(pending);
        return await DoneAsync(pending, pending.Sent, cancellationToken);
    }

    private async Task<IReadOnlyList<ExchangeOutcome>> AskAsync(Demand demand, PolledMeter? meter, CancellationToken cancellationToken)
    {
        if (demand.Questions.Count == 0) return [];
        PendingDemand pending = new(demand, meter, cancellationToken);
        Queue(pending);
        return await DoneAsync(pending, pending.Done, cancellationToken);
    }

    /// <summary>Who gives up goes on at once, and the queue passes over what he asked.</summary>
    private static async Task<T> DoneAsync<T>(IPendingDemand pending, Task<T> done, CancellationToken givenUp)
    {
        using var giving = givenUp.UnsafeRegister(static (given, token) => ((IPendingDemand)given!).Fail(new OperationCanceledException(token)), pending);
        return await done;
    }

    private void Queue(IPendingDemand pending)
    {
        if (!_line.IsOpen && Why is { } why) throw new LineUnavailableException(why);
        if (!_demands.Writer.TryWrite(pending))
            throw new LineBusyException($"{MostWaiting} others wait for a turn on line {_name} already, or it is ending; try again in a moment");
    }

    /// <summary>One exchange for a person, if one waits; true when the bus was used.</summary>
    private async Task<bool> ServeDemandAsync(CancellationToken abort)
    {
        while (_inHand is null or { IsOver: true })
            if (!_demands.Reader.TryRead(out _inHand)) return false;

        if (_inARow >= MostInARow && _unstored.Count < _options.Unstored && NextErrand() is { } errand)
        {
            _inARow = 0;
            await StepAsync(errand, abort);
            return true;
        }

        _inARow++;
        if (_inHand.Meter is { } asked) await KeepDistanceAsync(asked, abort);
        if (await _inHand.StepAsync(_questioner, _turns, abort) && _inHand.Meter is { } meter) Heard(meter);
        _quietSince = Uptime;
        return true;
    }

    /// <summary>A person must not wait until a silent meter was asked for the last time.</summary>
    private bool SomebodyWaits() => _inHand is { IsOver: false } || _demands.Reader.TryPeek(out _);

    private void FailDemands(Exception why)
    {
        _inHand?.Fail(why);
        _inHand = null;
        while (_demands.Reader.TryRead(out var pending)) pending.Fail(why);
    }
}
