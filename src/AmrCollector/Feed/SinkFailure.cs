using System.Net.Sockets;
using System.Security.Authentication;

namespace AmrCollector.Feed;

/// <summary>Why a consumer or a disk did not take a batch, in our own words: those of the system are in its language, and say nothing of what to do.</summary>
internal static class SinkFailure
{
    private const int NoPermission = 13, Exists = 17, NotAFolder = 20, NoRoom = 28, ReadOnly = 30, NoQuota = 122, Fails = 5; // errno
    private const int NoRoomOfWindows = unchecked((int)0x80070070);

    /// <summary>Of an exchange with a consumer.</summary>
    internal static string OfNetwork(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            if (Known(cause) is { } why) return why;
        return e.Message;
    }

    /// <summary>Of a file.</summary>
    internal static string OfDisk(Exception e) => e switch
    {
        UnauthorizedAccessException => "this user has no right to write there",
        DirectoryNotFoundException or FileNotFoundException or DriveNotFoundException => "there is no such folder",
        PathTooLongException => "its name is too long",
        _ => e.HResult switch
        {
            NoRoom or NoRoomOfWindows => "the disk is full",
            NoQuota => "the disk quota is used up",
            ReadOnly => "its disk may only be read",
            NoPermission => "this user has no right to write there",
            Exists or NotAFolder => "a file is in the way",
            Fails => "the disk fails",
            _ => e.Message,
        },
    };

    private static string? Known(Exception cause) => cause switch
    {
        AuthenticationException => $"no TLS with it ({cause.InnerException?.Message ?? cause.Message}); check its certificate, and that it speaks TLS on this port",
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "it refuses the connection; check that the consumer runs, and its port",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => "its name is not known; check the spelling and the name server",
        SocketException { SocketErrorCode: SocketError.TimedOut } => "it does not answer; check that the consumer runs, and the network",
        SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown } => "there is no way to it; check the address and this machine's network",
        SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown } => "it broke the connection off",
        SocketException socket => $"it cannot be reached ({socket.SocketErrorCode})",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "it broke the connection off",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } or HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => "what it answers is not HTTP",
        _ => null,
    };
}
