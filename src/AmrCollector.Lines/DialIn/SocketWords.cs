using System.Net.Sockets;

namespace AmrCollector.Lines.DialIn;

/// <summary>What the system says of a connection, in words about the unit at its other end.</summary>
internal static class SocketWords
{
    /// <summary>Why the connection is over.</summary>
    internal static string WhyLost(SocketError error) => error switch
    {
        SocketError.ConnectionReset => "it reset the connection",
        SocketError.TimedOut => "it no longer acknowledges; the unit or the way to it is down",
        SocketError.OperationAborted => "the connection was closed",
        _ => $"the connection broke: {error}",
    };
}
