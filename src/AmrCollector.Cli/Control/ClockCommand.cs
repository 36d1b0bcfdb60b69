using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Polling.Commands;
using NodaTime;

namespace AmrCollector.Cli.Control;

/// <summary>`amr clock`: what a meter's clock shows, how far it is off, and with --set puts it right.</summary>
public static class ClockCommand
{
    private static readonly Option<bool> Set = new("--set") { Description = "Sets it: shows first what will be sent, asks, and reads back" };

    private static readonly Option<string?> Zone = new("--zone") { Description = "On a bare line: the meter's time zone, such as Asia/Shanghai; left out: this machine's", HelpName = "ZONE" };

    /// <summary>Within this a clock that shows whole seconds, asked over a slow line, counts as right.</summary>
    private static readonly TimeSpan Right = TimeSpan.FromSeconds(5);

    /// <summary>So much a meter takes without a password.</summary>
    private static readonly TimeSpan SmallEnough = TimeSpan.FromMinutes(5);

    /// <summary>The verb.</summary>
    public static System.CommandLine.Command Create()
    {
        Verb verb = new(
            "clock",
            "What a meter's clock shows and how far it is off; --set puts it right.",
            "amr clock tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601",
            "amr clock 000012345601 --config config --set --secret meter.secret",
            "amr clock tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 --set --allow clock --yes")
        {
            Set, Zone,
        };
        SubjectOptions.AddTo(verb);
        ControlOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (subject, streams, json) = (await SubjectOptions.FindAsync(parsed, cancellationToken), parsed.InvocationConfiguration, parsed.GetValue(Root.Json));
        if (parsed.GetValue(Set)) ControlOptions.Require(Permission.Clock, subject, parsed);
        if (parsed.GetValue(Zone) is { } zone) subject = subject with { Zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? throw new VerbFailedException(ExitCode.Usage, $"--zone {zone} is no time zone such as Asia/Shanghai") };
        if (!json) Prose.Write(streams.Error, "asks", $"{subject.Shown} for date and time; timeout {Lines.Duration.Show(subject.Timeout)}.");
        await using var run = await ControlRun.OpenAsync(subject, parsed, cancellationToken);
        var read = Made(() => ClockCommands.Read(run.Target));
        var outcome = await run.RunAsync(read, cancellationToken);
        var clock = ClockCommands.OffsetOf(outcome.ReadBack, run.WallClock);
        if (clock is null) return run.Tell(outcome, streams, json);

        var right = run.WallClock(TimeProvider.System.GetUtcNow());
        var isSetting = parsed.GetValue(Set);
        if (json && !isSetting) streams.Output.WriteJson(new { line = subject.Line.Text, address = subject.Address, shown = clock.Shown, here = right, offsetSeconds = Math.Round((decimal)clock.Offset.TotalSeconds, 3) });
        if (!json) Print(streams.Output, clock, right);
        if (!json && !parsed.GetValue(Set)) Prose.Write(streams.Error, Meaning(clock, subject));
        var isZone = subject.Zone is null && ClockPolicy.LooksLikeZone(clock.Offset);
        if (isZone && !json) Prose.Write(streams.Error, [new Advice("That is the difference of two time zones, not of a clock.", "Name the meter's zone: --zone Asia/Shanghai; or ask by its number in the meter list.")]);
        if (!isSetting) return ExitCode.Ok;
        if (isZone) throw new VerbFailedException(ExitCode.Failed, "nothing was sent: the difference is that of two time zones; name the meter's zone with --zone");

        var isNudge = !ControlOptions.HasSecret(parsed);
        if (ClockPolicy.Refusal(right + clock.Offset, right, isNudge, subject.Protocol == Models.MeterProtocol.Dlt645V1997) is { } refusal)
            throw new VerbFailedException(ExitCode.Failed, $"nothing was sent: {refusal}");
        var command = Made(() => isNudge
            ? ClockCommands.Set(run.Target, default, ClockForm.Nudge)
            : ClockCommands.Set(run.Target, ControlOptions.Authority(parsed)));
        run.Show(command, streams.Error, ClockPolicy.Warning(right + clock.Offset, right));
        ControlOptions.Confirm(parsed);
        return run.Tell(await run.RunAsync(command, cancellationToken), streams, json);
    }

    private static void Print(TextWriter output, ClockOffset clock, DateTime right)
    {
        Prose.Write(output, "meter", $"{clock.Shown:yyyy-MM-dd HH:mm:ss}");
        Prose.Write(output, "here", $"{right:yyyy-MM-dd HH:mm:ss}");
        var seconds = Math.Abs(clock.Offset.TotalSeconds);
        Prose.Write(output, "off", seconds < 1 ? "less than a second (half the round trip taken off)." : $"{seconds:0.0} s {(clock.Offset > TimeSpan.Zero ? "ahead" : "behind")} (half the round trip taken off).");
    }

    /// <summary>What so wrong a clock does, and how it is put right.</summary>
    private static IReadOnlyList<Advice> Meaning(ClockOffset clock, ReadSubject subject)
    {
        if (clock.Offset.Duration() < Right) return [new("The clock is right.", "")];
        if (subject.Zone is null && ClockPolicy.LooksLikeZone(clock.Offset)) return []; // said apart
        var when = clock.Offset > TimeSpan.Zero ? "early" : "late";
        var set = subject.Meter is { } meter ? $"amr clock {meter.Id} --set" : $"amr clock {subject.Line.Quoted()} --protocol {subject.ProtocolShown} --address {subject.Address} --set --allow clock";
        return [new($"Its daily freeze, settlement and tariffs come that much too {when}.", $"{set}{(clock.Offset.Duration() > SmallEnough ? " --secret FILE" : "")}")];
    }

    private static AmrCollector.Polling.Commands.Command Made(Func<AmrCollector.Polling.Commands.Command> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (e is FormatException or NotSupportedException)
        {
            throw new VerbFailedException(ExitCode.Usage, e.Message);
        }
    }
}
