using AmrCollector.Lines.DialIn;
using AmrCollector.Lines.Mqtt;

namespace AmrCollector.Lines;

/// <summary>Makes the line a URI names.</summary>
public static class LineFactory
{
    /// <summary>
    /// A line that is not open yet and can never send: a port is held as exclusively as any other, so that nobody talks unheard, but opened
    /// for reading alone; on all lines a send throws <see cref="InvalidOperationException"/>.
    /// </summary>
    public static ILine CreateListener(LineUri uri, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Kind == LineKind.Serial ? new SerialLine(uri, time, listens: true) : new ListeningLine(Create(uri, time));
    }

    /// <summary>
    /// A line that is not open yet; its deadlines are timestamps of <paramref name="time"/>. Never throws for a parsed URI. Lines through
    /// a gateway use a client of <paramref name="brokers"/>, those of units that dial in a listener of <paramref name="listeners"/>; without one of that
    /// name they cannot be opened.
    /// </summary>
    public static ILine Create(LineUri uri, TimeProvider time, MqttBrokers? brokers = null, DialInListeners? listeners = null)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(time);
        return uri.Kind switch
        {
            LineKind.Serial => new SerialLine(uri, time),
            LineKind.Mqtt => new MqttLine(uri, brokers?.Find(uri.Broker), time),
            LineKind.DialIn => new DialInLine(uri, listeners?.Find(uri.Listener)),
            _ => new TcpLine(uri, time),
        };
    }
}
