using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Cli.Traffic;

/// <summary>`amr watch`, `amr capture` and `amr replay`: the box is a socket here that talks by itself.</summary>
public sealed class TrafficVerbTests
{
    private const string Ask = "68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16";
    private const string Reply = "FE FE 68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16";

    private static string Vectors
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "vectors", "captures"))) folder = folder.Parent!;
            return Path.Combine(folder.FullName, "tests", "vectors", "captures");
        }
    }

    [Fact]
    public async Task The_golden_capture_gives_the_golden_readings_to_the_bit()
    {
        var (code, output, _) = await Amr.RunAsync("replay", Path.Combine(Vectors, "riser.capture"), "--json");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Vectors, "riser.readings.jsonl")), output);
    }

    [Fact]
    public async Task Nor_do_culture_and_zone_of_the_machine_change_a_letter_of_it()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var elsewhere = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (elsewhere.NumberFormat.NumberDecimalSeparator, elsewhere.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = elsewhere;
            var (_, output, _) = await Amr.RunAsync("replay", Path.Combine(Vectors, "riser.capture"), "--json");
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Vectors, "riser.readings.jsonl")), output);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public async Task A_replay_shows_the_conversation()
    {
        var (_, output, error) = await Amr.RunAsync("replay", Path.Combine(Vectors, "riser.capture"));
        Assert.Contains("16:00:00.098 reply   202611010001 +98 ms 91 00010000", output, StringComparison.Ordinal);
        Assert.Contains("1-0:1.8.0 forward active energy 123456.78 kWh", output, StringComparison.Ordinal);
        Assert.Contains("refusal 202611010001 +90 ms D1 0000FF01 - 02", output, StringComparison.Ordinal);
        Assert.Contains("echo    unit 1", output, StringComparison.Ordinal);
        Assert.Contains("noise", output, StringComparison.Ordinal);
        Assert.Contains("1 requests without a reply", string.Join(' ', error.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watching_shows_both_sides_and_sends_nothing()
    {
        using Talker talker = new(Ask, Reply);
        var (code, output, error) = await Amr.RunAsync("watch", talker.Uri, "--for", "700ms", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var kinds = Lines(output).Select(line => line.GetProperty("kind").GetString());
        Assert.Equal(["request", "reply"], kinds);
        Assert.Equal("123456.78", Lines(output)[1].GetProperty("frame").GetProperty("values")[0].GetProperty("value").GetString());
        Assert.Contains("1 requests, 1 replies", error, StringComparison.Ordinal);
        Assert.Equal(0, talker.Received);
    }

    [Fact]
    public async Task A_filter_leaves_only_what_it_names()
    {
        using Talker talker = new(Ask, Reply);
        var (_, output, _) = await Amr.RunAsync("watch", talker.Uri, "--for", "600ms", "--json", "--filter", "91");
        Assert.Equal("reply", Assert.Single(Lines(output)).GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_silent_line_exits_4_and_says_that_listening_asks_nobody()
    {
        using Talker talker = new();
        var (code, _, error) = await Amr.RunAsync("watch", talker.Uri, "--for", "100ms");
        Assert.Equal(ExitCode.NoAnswer, code);
        Assert.Contains("Nobody talked", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_captured_replays_to_the_readings_that_were_heard()
    {
        var folder = Directory.CreateTempSubdirectory("amr-capture-").FullName;
        try
        {
            using Talker talker = new(Ask, Reply);
            var file = Path.Combine(folder, "box.capture");
            Assert.Equal(ExitCode.Ok, (await Amr.RunAsync("capture", talker.Uri, "-o", file, "--for", "700ms")).Code);
            var (code, output, _) = await Amr.RunAsync("replay", file, "--model", "dlt645-2007-1p", "--json");
            Assert.Equal(ExitCode.Ok, code);
            Assert.Equal("123456.78", Assert.Single(Lines(output)).GetProperty("value").GetString());
            Assert.Equal(ExitCode.Failed, (await Amr.RunAsync("capture", talker.Uri, "-o", file, "--for", "100ms")).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_capture_ends_by_itself_when_its_file_is_full_and_what_is_in_it_replays()
    {
        var folder = Directory.CreateTempSubdirectory("amr-capture-").FullName;
        try
        {
            using Talker talker = new([.. Enumerable.Repeat((string[])[Ask, Reply], 50).SelectMany(pair => pair)]);
            var file = Path.Combine(folder, "box.capture");
            Assert.Equal(ExitCode.Ok, (await Amr.RunAsync("capture", talker.Uri, "-o", file, "--size", "0.0004").WaitAsync(TimeSpan.FromMinutes(2))).Code);
            Assert.InRange(new FileInfo(file).Length, 300, 20_000);
            Assert.Equal(ExitCode.Ok, (await Amr.RunAsync("replay", file, "--json")).Code);
            Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("capture", talker.Uri, "-o", file + "2", "--size", "-1")).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_capture_is_refused_with_its_line()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "{\"amrCapture\":1}\nnonsense\n");
            var (code, _, error) = await Amr.RunAsync("replay", file);
            Assert.Equal(ExitCode.Failed, code);
            Assert.Contains("line 2", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<JsonElement> Lines(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement)];

    /// <summary>A box that says its frames to whoever connects, and counts what it is told.</summary>
    private sealed class Talker : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private int _received;

        public Talker(params string[] frames)
        {
            _listener.Start();
            _ = TalkAsync(frames);
        }

        public string Uri => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public int Received => _received;

        public void Dispose() => _listener.Dispose();

        private async Task TalkAsync(string[] frames)
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync();
                    _ = ListenAsync(client);
                    foreach (var frame in frames) await client.GetStream().WriteAsync(Hex.Of(frame));
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                return;
            }
        }

        private async Task ListenAsync(TcpClient client)
        {
            using (client)
            {
                var buffer = new byte[64];
                try
                {
                    while (await client.GetStream().ReadAsync(buffer) is var read and > 0) Interlocked.Add(ref _received, read);
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    return;
                }
            }
        }
    }
}
