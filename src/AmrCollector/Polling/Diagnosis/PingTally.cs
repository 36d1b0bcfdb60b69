namespace AmrCollector.Polling.Diagnosis;

/// <summary>Sums up pings.</summary>
public sealed class PingTally
{
    private readonly List<Ping> _pings = [];

    /// <summary>Requests sent.</summary>
    public int Asked => _pings.Count;

    /// <summary>Replies in time.</summary>
    public int Answered => Of(PingOutcome.Answered);

    /// <summary>Answered ones among stray bytes or characters of wrong parity.</summary>
    public int AnsweredAmongNoise => _pings.Count(ping => ping is { Outcome: PingOutcome.Answered, Noise: > 0 });

    /// <summary>Requests that came back as they were sent.</summary>
    public int Echoes => _pings.Count(ping => ping.IsEchoed);

    /// <summary>From the end of a request to the first byte of its reply, late ones included; null when nothing came.</summary>
    public RoundTrips? FirstByte => RoundTrips.Of(_pings.Where(ping => ping.FirstByte is not null).Select(ping => ping.FirstByte!.Value));

    /// <summary>From the end of a request to the end of its reply, late ones included; null when nothing came.</summary>
    public RoundTrips? RoundTrip => RoundTrips.Of(_pings.Where(ping => ping.RoundTrip is not null).Select(ping => ping.RoundTrip!.Value));

    /// <summary>The last one.</summary>
    public Ping? Last => _pings.Count == 0 ? null : _pings[^1];

    /// <summary>Refusals by their code, in words, and how many.</summary>
    public IReadOnlyDictionary<byte, (string Meaning, int Count)> Refusals => _pings.Where(ping => ping.Code != 0)
        .GroupBy(ping => ping.Code).ToDictionary(group => group.Key, group => (group.First().Meaning, group.Count()));

    /// <summary>Adds one.</summary>
    public void Add(Ping ping) => _pings.Add(ping);

    /// <summary>How many ended so.</summary>
    public int Of(PingOutcome outcome) => _pings.Count(ping => ping.Outcome == outcome);
}
