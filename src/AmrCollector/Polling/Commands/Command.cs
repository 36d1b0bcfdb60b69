using AmrCollector.Models;

namespace AmrCollector.Polling.Commands;

/// <summary>
/// One thing to do to one meter, before anything is sent: what will be sent, which permission it needs, how it is read back and how
/// the read-back is judged. A plan only: <see cref="CommandRun"/> carries it out. Made by <see cref="ClockCommands"/>,
/// <see cref="RelayCommands"/>, <see cref="FreezeCommands"/>, <see cref="ClearCommands"/>, <see cref="ParameterCommands"/> and
/// <see cref="ValveCommands"/>.
/// </summary>
public sealed record Command
{
    /// <summary>What it does, as a sentence without its stop: "set the clock of 000012345601".</summary>
    public required string Title { get; init; }

    /// <summary>What must be granted; <see cref="Commands.Permission.None"/> when it only reads.</summary>
    public required Permission Permission { get; init; }

    /// <summary>The frames, in order; a step that is refused or not answered ends the sending. Empty when it only reads.</summary>
    public required IReadOnlyList<CommandStep> Steps { get; init; }

    /// <summary>How the meter is asked afterwards.</summary>
    public required IDialog Dialog { get; init; }

    /// <summary>What is read back; empty when nothing shows the effect.</summary>
    public required IReadOnlyList<Question> ReadBack { get; init; }

    /// <summary>What to know before saying yes: a short sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Wait between the last step and the read-back.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.Zero;

    /// <summary>True when it must not be sent within a minute of midnight, because date and time travel apart.</summary>
    internal bool AvoidsMidnight { get; init; }

    /// <summary>
    /// Judges the answers to <see cref="ReadBack"/>, in the same order; the second argument turns an instant into the meter's wall
    /// clock. Only called when every step was accepted.
    /// </summary>
    public required Func<IReadOnlyList<ExchangeOutcome>, Func<DateTimeOffset, DateTime>, Judgement> Judge { get; init; }
}
