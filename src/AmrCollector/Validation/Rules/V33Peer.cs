namespace AmrCollector.Validation.Rules;

/// <summary>V33: without an own history the peers are the measure.</summary>
internal sealed class V33Peer : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Around.Peers is not { } peers || peers.Count < trial.Parameters.Peers || DayLoad.Of(trial) is not { } today) return;
        if (today.Loads.Count >= trial.Parameters.AnyDaySamples) return;
        var spread = Math.Max(peers.Spread, Math.Max(0.10m * peers.Median, trial.Parameters.For(trial.Meter.Class).SpreadFloor));
        var deviation = (today.Daily - peers.Median) / spread;
        if (deviation < trial.Parameters.HighDeviations || today.Daily < trial.Parameters.PeerRatio * peers.Median) return;
        trial.Doubt(RuleId.Peer, $"{Wording.Plain(today.Daily)} kWh a day; {peers.Count} peers have a median of {Wording.Plain(peers.Median)} ({decimal.Round(deviation, 1)} deviations).");
    }
}
