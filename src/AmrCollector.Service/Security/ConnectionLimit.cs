using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AmrCollector.Service.Security;

/// <summary>Connections from outside: at most so many at once, and so many from one source; those over it are closed unread. The machine's own road has no part in it.</summary>
internal sealed class ConnectionLimit
{
    private const int Most = 512;
    private const int MostFromOne = 64;

    private readonly Lock _turn = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Guards a listener.</summary>
    public void Guard(ListenOptions listen) => listen.Use(next => connection => GuardAsync(connection, next));

    private async Task GuardAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var source = WrongKeys.SourceOf((connection.RemoteEndPoint as IPEndPoint)?.Address);
        if (!TryEnter(source))
        {
            connection.Abort(new ConnectionAbortedException("too many connections"));
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Leave(source);
        }
    }

    private bool TryEnter(string source)
    {
        lock (_turn)
        {
            var open = _open.GetValueOrDefault(source);
            if (_all >= Most || open >= MostFromOne) return false;
            (_open[source], _all) = (open + 1, _all + 1);
            return true;
        }
    }

    private void Leave(string source)
    {
        lock (_turn)
        {
            _all--;
            if (--_open[source] == 0) _open.Remove(source);
        }
    }
}
