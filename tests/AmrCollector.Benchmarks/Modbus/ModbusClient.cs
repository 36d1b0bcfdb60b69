using System.Diagnostics;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Benchmarks.Modbus;

/// <summary>
/// The other process: our client as the poller uses it, a line and a dialog a connection, each asks again when its reply has come.
/// Prints requests, CPU and wall microseconds and allocated bytes of the second, measured part.
/// </summary>
internal static class ModbusClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var (port, connections) = (Options.Number(options, "--port", 0), Options.Number(options, "--connections", 64));
        var (requests, registers) = (Options.Number(options, "--requests", 200_000), Options.Number(options, "--registers", 10));
        if (!LineUri.TryParse($"modbus+tcp://127.0.0.1:{port}", out var uri, out var why)) throw new InvalidOperationException(why);
        var clients = new List<Connection>();
        for (var i = 0; i < connections; i++)
        {
            clients.Add(new(LineFactory.Create(uri, TimeProvider.System), new(1), new byte[300], new byte[640]));
            await clients[^1].Line.OpenAsync(CancellationToken.None);
        }

        var each = requests / connections;
        var questions = Enumerable.Range(0, 1000).Select(start => Question(start, registers)).ToArray();
        await Task.WhenAll(clients.Select(client => RoundsAsync(client, questions, Math.Max(each / 4, 30_000 / connections))));
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (cpu, allocated, wall) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await Task.WhenAll(clients.Select(client => RoundsAsync(client, questions, each)));
        var took = Stopwatch.GetElapsedTime(wall);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        process.Refresh();
        Console.WriteLine($"{each * connections} {(process.TotalProcessorTime - cpu).TotalMicroseconds:0} {took.TotalMicroseconds:0} {allocated}");
        foreach (var client in clients) await client.Line.DisposeAsync();
        return 0;
    }

    private static Question.Modbus Question(int start, int registers) =>
        new(ModbusTable.Holding, (ushort)start, (byte)registers) { Items = Array.Empty<Item>() };

    private static async Task RoundsAsync(Connection client, Question[] questions, int rounds)
    {
        await Task.Yield();
        var (line, dialog, request, buffer) = client;
        var matcher = (MbapReplyMatcher)dialog.Matcher;
        for (var round = 0; round < rounds; round++)
        {
            var question = questions[round % questions.Length];
            var length = dialog.Ask(question, request);
            var heard = await Exchange.RunAsync(line, request.AsMemory(0, length), matcher, buffer, TimeProvider.System, Patience, CancellationToken.None);
            if (!heard.IsReply || !ModbusReply.TryParse(buffer.AsSpan(MbapFrame.HeaderLength, heard.Length - MbapFrame.HeaderLength), matcher.Pdu, out var reply)
                || reply.Register(0) != round % questions.Length)
                throw new InvalidOperationException("a wrong reply");
        }
    }

    private sealed record Connection(ILine Line, ModbusTcpDialog Dialog, byte[] Request, byte[] Buffer);
}
