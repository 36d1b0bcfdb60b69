using AmrCollector.Lines;

namespace AmrCollector.Polling.Commands;

/// <summary>
/// Carries out commands on one line: each frame is sent once and never repeated by itself; then the meter is read back and judged.
/// Whether it may be sent is asked before, not here: <see cref="Command.Permission"/>.
/// </summary>
/// <param name="questioner">The line's only asker.</param>
/// <param name="time">The clock.</param>
/// <param name="wallClock">Turns an instant into what the meter's clock should show: <see cref="MeterTime.ToWallClock"/>.</param>
public sealed class CommandRun(Questioner questioner, TimeProvider time, Func<DateTimeOffset, DateTime> wallClock)
{
    private const int ReadBackAttempts = 3;
    private static readonly TimeSpan Edge = TimeSpan.FromMinutes(1);

    /// <summary>Records of events take meters longer than values (dossier §16).</summary>
    private static readonly TimeSpan LongestReply = TimeSpan.FromSeconds(3);

    /// <summary>Sends, reads back, judges. Never repeats a frame: what was not answered is told by the read-back.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="replyTimeout">Longest wait for a reply to begin.</param>
    /// <param name="cancellationToken">Gives up; what was sent stays sent.</param>
    /// <exception cref="LineLostException">The line is gone.</exception>
    public async Task<CommandOutcome> RunAsync(Command command, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        List<string> sent = [];
        if (command.AvoidsMidnight && IsAtMidnight())
            return new(Judgement.NotDone("nothing was sent: date and time travel apart, and it is midnight; try again in two minutes"), sent, []);

        var isUnanswered = false;
        foreach (var step in command.Steps)
        {
            var reply = await SendAsync(step, replyTimeout, cancellationToken);
            sent.Add($"{step.Says}: {reply.Sentence}");
            if (reply.IsRefusal) return new(Judgement.NotDone($"the meter refused to {step.Says}: {reply.Sentence}"), sent, []);
            if (reply.IsMissing && command.ReadBack.Count == 0) return new(Judgement.CannotTell("the meter did not answer; whether it was done is not known"), sent, []);
            isUnanswered |= reply.IsMissing;
            if (isUnanswered) break;
        }

        if (command.Settling > TimeSpan.Zero) await Task.Delay(command.Settling, time, cancellationToken);
        var answers = await ReadBackAsync(command, replyTimeout, cancellationToken);
        var judgement = command.Judge(answers, wallClock);
        if (isUnanswered) judgement = judgement with { Sentence = $"the meter did not answer the command; read back: {judgement.Sentence}" };
        return new(judgement, sent, answers);
    }

    private async Task<StepReply> SendAsync(CommandStep step, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        var request = step.RequestAt(WallClockOnArrival());
        var matcher = CommandStep.MatcherOf(request);
        var reply = await questioner.TellAsync(request, matcher, replyTimeout, cancellationToken);
        return matcher is null ? StepReply.Broadcast : StepReply.Of(reply);
    }

    private async Task<List<ExchangeOutcome>> ReadBackAsync(Command command, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        List<ExchangeOutcome> answers = [];
        var patience = replyTimeout > LongestReply ? replyTimeout : LongestReply;
        foreach (var question in command.ReadBack)
            answers.Add(await questioner.AskAsync(command.Dialog, question, patience, ReadBackAttempts, cancellationToken));
        return answers;
    }

    private bool IsAtMidnight()
    {
        var ofDay = WallClockOnArrival().TimeOfDay;
        return ofDay < Edge || ofDay > TimeSpan.FromDays(1) - Edge;
    }

    /// <summary>A meter sets whole seconds when the frame is complete, so the second nearest to that moment is sent.</summary>
    private DateTime WallClockOnArrival()
    {
        var at = wallClock(time.GetUtcNow() + questioner.WireTime(27)).AddMilliseconds(500);
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
    }
}
