using AmrCollector.Cli.Line;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Ping;

/// <summary>What `amr ping --json` prints; field names and their order are a contract.</summary>
internal static class PingJson
{
    internal static object Of(ReadSubject subject, PingTally tally, IReadOnlyList<Advice> advice) => new
    {
        Line = subject.Line.Text,
        Protocol = subject.ProtocolShown,
        subject.Address,
        tally.Asked,
        tally.Answered,
        Share = Math.Round((decimal)tally.Answered / tally.Asked, 4),
        TimeoutMs = Ms(subject.Timeout),
        FirstByteMs = Ranks(tally.FirstByte),
        RoundTripMs = Ranks(tally.RoundTrip),
        Errors = new
        {
            Silent = tally.Of(PingOutcome.Silent),
            Noise = tally.Of(PingOutcome.Noise),
            Checksum = tally.Of(PingOutcome.Checksum),
            Foreign = tally.Of(PingOutcome.Foreign),
            Late = tally.Of(PingOutcome.Late),
            Exception = tally.Of(PingOutcome.Exception),
        },
        Refused = tally.Refusals.Select(refusal => new { Code = $"{refusal.Key:X2}", refusal.Value.Meaning, refusal.Value.Count }),
        tally.AnsweredAmongNoise,
        Echo = tally.Echoes > 0,
        Advice = advice,
    };

    private static object? Ranks(RoundTrips? times) => times is null ? null : new { P50 = Ms(times.P50), P95 = Ms(times.P95), P99 = Ms(times.P99), Max = Ms(times.Max) };

    private static decimal Ms(TimeSpan time) => Math.Round((decimal)time.TotalMilliseconds, 3);
}
