namespace AmrCollector.Lines.Mqtt;

/// <summary>How long to wait before the next connection: doubled after each failure, spread by chance so that a thousand clients do not knock together.</summary>
/// <param name="Failures">Failures in a row.</param>
internal readonly record struct MqttRetry(int Failures)
{
    /// <summary>The wait; <paramref name="chance"/> is 0 to 1.</summary>
    public TimeSpan Wait(MqttOptions options, double chance)
    {
        var whole = options.FirstRetry.TotalMilliseconds * Math.Pow(2, Math.Clamp(Failures - 1, 0, 16));
        return TimeSpan.FromMilliseconds(Math.Min(whole, options.LongestRetry.TotalMilliseconds) * (0.5 + (chance / 2)));
    }

    /// <summary>After a connection that lasted so long, or none.</summary>
    public MqttRetry After(TimeSpan lasted, MqttOptions options) => new(lasted >= options.LongestRetry ? 1 : Failures + 1);
}
