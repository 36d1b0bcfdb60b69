using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Tcp;

/// <summary>
/// One edge-triggered epoll for all TCP lines of the process, served by <see cref="Threads"/> background threads that start with the first
/// line. What a line does on an arrival runs on that thread: a reply costs no hand-over to the pool. A caller that blocks there holds up
/// at most the arrivals its thread took with it, and those only until they are read at their deadline.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class EpollLoop
{
    internal const int Threads = 2;
    private const int Batch = 32;
    private const uint Arrived = 0x1, Writable = 0x4, Failed = 0x8, HungUp = 0x10, PeerEnded = 0x2000, EdgeTriggered = 0x8000_0000;

    // The kernel packs the event on x86 only.
    private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly Lazy<EpollLoop> Started = new(() => new EpollLoop());

    private readonly SafeFileHandle _epoll = EpollCalls.Create(EpollCalls.CloseOnExec);
    private readonly ConcurrentDictionary<long, Watched> _watched = new();
    private long _lastKey;

    private EpollLoop()
    {
        if (_epoll.IsInvalid) throw new Win32Exception(Marshal.GetLastPInvokeError());
        for (var i = 0; i < Threads; i++) new Thread(Serve) { IsBackground = true, Name = "tcp lines" }.Start();
    }

    /// <summary>The one of this process.</summary>
    internal static EpollLoop Shared => Started.Value;

    /// <summary>Tells <paramref name="reader"/> of every arrival until the watch is disposed.</summary>
    internal IReadiness Watch(Socket socket, IArrivals reader) => Add(socket, reader, Arrived);

    /// <summary>Tells <paramref name="reader"/> when a connect under way has ended, well or not.</summary>
    internal IReadiness WatchConnect(Socket socket, IArrivals reader) => Add(socket, reader, Writable);

    private Watched Add(Socket socket, IArrivals reader, uint what)
    {
        var watched = new Watched(this, socket.SafeHandle, Interlocked.Increment(ref _lastKey), reader);
        _watched[watched.Key] = watched;
        Span<byte> e = stackalloc byte[16];
        MemoryMarshal.Write(e, what | PeerEnded | EdgeTriggered);
        MemoryMarshal.Write(e[KeyOffset..], watched.Key);
        if (EpollCalls.Control(_epoll, EpollCalls.Add, socket.SafeHandle, ref e[0]) == 0) return watched;
        var error = Marshal.GetLastPInvokeError();
        _watched.TryRemove(watched.Key, out _);
        throw new Win32Exception(error);
    }

    private void Serve()
    {
        Span<byte> events = stackalloc byte[16 * Batch];
        var size = KeyOffset + sizeof(long);
        while (true)
        {
            var count = EpollCalls.Wait(_epoll, ref events[0], Batch, -1);
            for (var i = 0; i < count; i++)
            {
                var e = events.Slice(i * size, size);
                var key = MemoryMarshal.Read<long>(e[KeyOffset..]);
                if (_watched.TryGetValue(key, out var watched)) watched.Reader.OnReady((MemoryMarshal.Read<uint>(e) & (Failed | HungUp | PeerEnded)) != 0);
            }
        }
    }

    private sealed class Watched(EpollLoop loop, SafeSocketHandle socket, long key, IArrivals reader) : IReadiness
    {
        internal long Key => key;

        internal IArrivals Reader => reader;

        /// <summary>Edges are told without asking.</summary>
        public bool Await() => false;

        public void Dispose()
        {
            if (!loop._watched.TryRemove(key, out _) || socket.IsClosed) return;
            var nothing = 0L;
            _ = EpollCalls.Control(loop._epoll, EpollCalls.Remove, socket, ref MemoryMarshal.AsBytes(new Span<long>(ref nothing))[0]);
        }
    }
}
