using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>Every function against servers others wrote: 64 bits, every third one on; registers n = 1000 + n.</summary>
public sealed class FunctionTests
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Servers", "pymodbus_functions.py");

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus)]
    public async Task Pymodbus_over_tcp()
    {
        var port = Text(QuietPort.Find());
        await using var server = await ServeAsync("tcp", port);
        await using var peer = await Peer.OpenAsync($"modbus+tcp://127.0.0.1:{port}");
        await peer.ReadsAndWritesAsync(mask: true, readWrite: true);
        await peer.RefusesAsync();
        await peer.IdentifiesAsync("Example Works", "Seven", "1.2");
    }

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus)]
    public async Task Pymodbus_over_rtu_on_a_socket()
    {
        var port = Text(QuietPort.Find());
        await using var server = await ServeAsync("rtuovertcp", port);
        await using var peer = await Peer.OpenAsync($"tcp://127.0.0.1:{port}?baud=9600&format=8N1");
        await peer.ReadsAndWritesAsync(mask: false, readWrite: false);
        await peer.RefusesAsync();
    }

    [NeedsFact(ForeignServers.Python, ForeignServers.Pymodbus, "socat")]
    public async Task Pymodbus_over_ascii_on_a_serial_cable()
    {
        await using var cable = await SerialCable.LayAsync();
        await using var server = await ServeAsync("ascii", cable.Far);
        await using var peer = await Peer.OpenAsync($"serial:{cable.Near}?baud=9600&format=8N1&framing=ascii");
        await peer.ReadsAndWritesAsync(mask: true, readWrite: true);
        await peer.RefusesAsync();
        await peer.IdentifiesAsync("Example Works", "Seven", "1.2");
    }

    [NeedsFact("gcc", ForeignServers.Libmodbus)]
    public async Task Libmodbus_over_tcp()
    {
        using TempFolder folder = new();
        var port = Text(QuietPort.Find());
        await using var server = await ForeignServers.LibmodbusAsync(folder.Path, "tcp", port, Words());
        await using var peer = await Peer.OpenAsync($"modbus+tcp://127.0.0.1:{port}");
        await peer.ReadsAndWritesAsync(mask: true, readWrite: true);
        await peer.RefusesAsync();
        Assert.StartsWith("LMB", await peer.ServerIdAsync(), StringComparison.Ordinal);
    }

    [NeedsFact("gcc", ForeignServers.Libmodbus, "socat")]
    public async Task Libmodbus_over_rtu_on_a_serial_cable()
    {
        using TempFolder folder = new();
        await using var cable = await SerialCable.LayAsync();
        await using var server = await ForeignServers.LibmodbusAsync(folder.Path, "rtu", cable.Far, Words());
        await using var peer = await Peer.OpenAsync($"serial:{cable.Near}?baud=9600&format=8N1");
        await peer.ReadsAndWritesAsync(mask: true, readWrite: true);
        await peer.RefusesAsync();
        Assert.StartsWith("LMB", await peer.ServerIdAsync(), StringComparison.Ordinal);
    }

    [NeedsNodeFact("modbus-serial")]
    public async Task Modbus_serial_over_tcp()
    {
        var port = Text(QuietPort.Find());
        await using var server = await NodePeers.ServeAsync("modbus-serial", port);
        await using var peer = await Peer.OpenAsync($"modbus+tcp://127.0.0.1:{port}");
        await peer.ReadsAndWritesAsync(mask: false, readWrite: false);
        await peer.RefusesAsync();
    }

    // This server is silent to addresses it does not have.
    [NeedsNodeFact("jsmodbus")]
    public async Task Jsmodbus_over_tcp()
    {
        var port = Text(QuietPort.Find());
        await using var server = await NodePeers.ServeAsync("jsmodbus", port);
        await using var peer = await Peer.OpenAsync($"modbus+tcp://127.0.0.1:{port}");
        await peer.ReadsAndWritesAsync(mask: false, readWrite: false);
    }

    private static async Task<ForeignProcess> ServeAsync(string road, string place)
    {
        var server = await ForeignProcess.StartServingAsync(ForeignServers.Python, Script, road, place);
        return server;
    }

    private static string[] Words() => ["bits=64", .. Enumerable.Range(0, 200).Select(n => $"u16={1000 + n}")];

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Unit 1 behind a line of ours.</summary>
    private sealed class Peer(ILine line) : IAsyncDisposable
    {
        private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

        private readonly Questioner _questioner = new(line, TimeProvider.System);
        private readonly IDialog _dialog = Dialogs.For(MeterProtocol.Modbus, "1", line.Uri);
        private readonly byte[] _pdu = new byte[ModbusRequest.MaxPdu];

        public static async Task<Peer> OpenAsync(string text)
        {
            Assert.True(LineUri.TryParse(text, out var uri, out var why), why);
            var line = LineFactory.Create(uri, TimeProvider.System);
            for (var left = 50; ; left--)
            {
                try
                {
                    await line.OpenAsync(CancellationToken.None);
                    return new(line);
                }
                catch (LineUnavailableException) when (left > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
                }
            }
        }

        public async Task ReadsAndWritesAsync(bool mask, bool readWrite)
        {
            foreach (var table in (ModbusTable[])[ModbusTable.Coil, ModbusTable.Discrete])
                Assert.Equal("49922409", await ReadAsync(table, 0, 28));
            foreach (var table in (ModbusTable[])[ModbusTable.Holding, ModbusTable.Input])
                Assert.Equal("03F203F303F4", await ReadAsync(table, 10, 3));
            Assert.Equal(250, (await ReadAsync(ModbusTable.Holding, 0, 125)).Length / 2);

            await DoAsync(ModbusRequest.WriteCoil(_pdu, 1, on: true));
            await DoAsync(ModbusRequest.WriteCoils(_pdu, 8, [true, true, true]));
            Assert.Equal("4B97", await ReadAsync(ModbusTable.Coil, 0, 16));
            await DoAsync(ModbusRequest.WriteRegister(_pdu, 20, 0x1234));
            await DoAsync(ModbusRequest.WriteRegisters(_pdu, 21, [0xFFFF, 0x0001]));
            Assert.Equal("1234FFFF0001", await ReadAsync(ModbusTable.Holding, 20, 3));
            if (mask)
            {
                await DoAsync(ModbusRequest.MaskWrite(_pdu, 20, 0xFF00, 0x0056));
                Assert.Equal("1256", await ReadAsync(ModbusTable.Holding, 20, 1));
            }

            if (readWrite) Assert.Equal("00AB0001", await DoAsync(ModbusRequest.ReadWrite(_pdu, 21, 2, 21, [0x00AB])));
        }

        public async Task RefusesAsync()
        {
            var refused = Assert.IsType<ExchangeOutcome.Refused>(await AskAsync(new Question.Modbus(ModbusTable.Holding, 60_000, 1) { Items = [] }));
            Assert.Equal(ModbusException.IllegalAddress, refused.Code);
        }

        public async Task IdentifiesAsync(string vendor, string product, string revision)
        {
            var identity = await ModbusIdentityReader.ReadAsync(_questioner, _dialog, Timeout, CancellationToken.None);
            Assert.Equal((vendor, product, revision), (identity?.Vendor, identity?.Product, identity?.Revision));
        }

        public async Task<string?> ServerIdAsync() =>
            (await ModbusIdentityReader.ReadAsync(_questioner, _dialog, Timeout, CancellationToken.None))?.ServerId;

        public ValueTask DisposeAsync() => line.DisposeAsync();

        private async Task<string> ReadAsync(ModbusTable table, ushort start, ushort count)
        {
            var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(new Question.Modbus(table, start, count) { Items = [] }));
            return Convert.ToHexString(answer.Data.Span);
        }

        private async Task<string> DoAsync(int length)
        {
            var answer = Assert.IsType<ExchangeOutcome.Answered>(await AskAsync(new Question.ModbusFunction(_pdu.AsMemory(0, length).ToArray()) { Items = [] }));
            return Convert.ToHexString(answer.Data.Span);
        }

        private Task<ExchangeOutcome> AskAsync(Question question) => _questioner.AskAsync(_dialog, question, Timeout, 2, CancellationToken.None).AsTask();
    }
}
