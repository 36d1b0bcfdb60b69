using System.CommandLine;
using System.Globalization;
using AmrCollector.Cli.Line;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Control;

/// <summary>`amr freeze`: lets a meter keep its registers now, or from now on by a pattern.</summary>
public static class FreezeCommand
{
    private const string Now = "now";

    private static readonly Argument<string> When = new("WHEN")
    {
        Description = "now; hourly@30: every hour at that minute; daily@00:00; monthly@01T00:00",
        HelpName = "now|hourly@MM|daily@HH:MM|monthly@DDTHH:MM",
        DefaultValueFactory = _ => Now,
    };

    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Create()
    {
        Verb verb = new(
            "freeze",
            "Lets a DL/T 645-2007 meter keep its registers, now or by a pattern: shown first, asked for, read back.",
            "amr freeze 000012345601 --config config",
            "amr freeze tcp://10.0.3.7:4001 now --protocol dlt645-2007 --address 000012345601 --allow freeze --yes",
            "amr freeze 000012345601 daily@00:00 --config config")
        {
            When,
        };
        SubjectOptions.AddTo(verb);
        ControlOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (subject, streams, json) = (await SubjectOptions.FindAsync(parsed, cancellationToken), parsed.InvocationConfiguration, parsed.GetValue(Root.Json));
        var moment = Moment(parsed.GetValue(When)!);
        ControlOptions.Require(Permission.Freeze, subject, parsed);
        await using var run = await ControlRun.OpenAsync(subject, parsed, cancellationToken);
        AmrCollector.Polling.Commands.Command command;
        try
        {
            command = FreezeCommands.Freeze(run.Target, moment);
        }
        catch (Exception e) when (e is FormatException or NotSupportedException)
        {
            throw new VerbFailedException(ExitCode.Usage, e.Message);
        }

        if (moment == FreezeMoment.Now)
        {
            // The record is of the meter's own time, which may be off.
            var read = await run.RunAsync(ClockCommands.Read(run.Target), cancellationToken);
            if (ClockCommands.OffsetOf(read.ReadBack, run.WallClock) is not { } clock) return run.Tell(read, streams, json);
            run.GoBy(clock);
        }

        run.Show(command, streams.Error);
        ControlOptions.Confirm(parsed);
        return run.Tell(await run.RunAsync(command, cancellationToken), streams, json);
    }

    private static FreezeMoment Moment(string text)
    {
        var (word, at) = text.Split('@', 2) is [var left, var right] ? (left, right) : (text, "");
        if (word == Now && at.Length == 0) return FreezeMoment.Now;
        if (word == "hourly" && TryParse(at, "mm", out var time)) return FreezeMoment.Hourly(time.Minute);
        if (word == "daily" && TryParse(at, "HH:mm", out time)) return FreezeMoment.Daily(time.Hour, time.Minute);
        if (word == "monthly" && TryParse(at, "dd'T'HH:mm", out time) && time.Day <= 28) return FreezeMoment.Monthly(time.Day, time.Hour, time.Minute);
        throw new VerbFailedException(ExitCode.Usage, $"'{text}' is not now, hourly@30, daily@00:00 or monthly@01T00:00 (days 01 to 28)");
    }

    private static bool TryParse(string text, string format, out DateTime time) =>
        DateTime.TryParseExact($"2001-01 {text}", $"yyyy-MM {format}", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
