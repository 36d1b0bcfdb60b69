using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AmrCollector.Feed;
using AmrCollector.Feed.Files;
using AmrCollector.Ledger;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Service.Web.Pages.Chinese;
using AmrCollector.Tests.Ledger;
using NodaTime;

namespace AmrCollector.Tests.Service;

/// <summary>Whatever a push can be in trouble with reads in Chinese; names, numbers and what the other side or the system said of it stay.</summary>
public sealed partial class ChineseSinksTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("sink billing: no connection: it refuses the connection; check that the consumer runs, and its port", "推送 billing：无法连接：对方拒绝连接；请检查接收方是否运行及其端口")]
    [InlineData("the consumer answered 422; it refused 100 entries in a row, so nothing more is left out", "接收方应答 422；已连续拒收 100 条，不再跳过")]
    [InlineData("entry 0123456789ab-17 was refused and left out: the broker refuses a message on amr/a b/1: the topic name is not valid", "条目 0123456789ab-17 被拒收并跳过：MQTT 服务器拒收主题 amr/a b/1 的消息：主题名无效")]
    [InlineData("the broker is away: 10.0.0.5:8883 refuses the session: user name or password is wrong", "MQTT 服务器断开：10.0.0.5:8883 拒绝会话：用户名或密码错误")]
    [InlineData("/var/lib/amr collector/export cannot be written: its disk may only be read", "/var/lib/amr collector/export 无法写入：所在磁盘只读")]
    [InlineData("sink bus is disabled: the consumer answered 410 Gone; 'amr feed resume --sink bus' goes on", "推送 bus 已停用：接收方应答 410，已不再接收；执行 amr feed resume --sink bus 恢复")]
    public void A_trouble_reads_as_the_trade_says_it(string english, string chinese) => Assert.Equal(chinese, Telling.ChineseAlarm(english));

    [Fact]
    public void Whatever_a_consumer_answers_is_told_with_its_own_words_behind()
    {
        foreach (var status in Enumerable.Range(300, 300))
        {
            var why = DeliveryDecision.Of(status, null) switch
            {
                DeliveryDecision.Again again => again.Why,
                DeliveryDecision.Refused refused => refused.Why,
                DeliveryDecision.Disable disable => disable.Why,
                var other => throw new InvalidOperationException($"{status}: {other}"),
            };
            AssertChinese(why);
            if (status != 410) Assert.EndsWith("：overloaded, come back later", Telling.ChineseAlarm($"{why}: overloaded, come back later"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_a_broker_refuses_a_message_for_is_told()
    {
        foreach (var reason in Enumerable.Range(MqttReason.FirstFailure, 0x100 - MqttReason.FirstFailure)) AssertChinese($"the broker refuses a message on t/1: {MqttReason.Of((byte)reason)}");
        foreach (var why in (string[])["the broker did not acknowledge within 30 s", "the broker takes no message of QoS 1", "the broker takes no packet above 1024 bytes", "the broker is away: not connected yet"])
            AssertChinese(why);
    }

    [Fact]
    public void Whatever_is_wrong_with_a_network_is_told()
    {
        SocketError[] errors = [SocketError.ConnectionRefused, SocketError.HostNotFound, SocketError.TimedOut, SocketError.NetworkUnreachable, SocketError.ConnectionReset, SocketError.AddressNotAvailable];
        foreach (var error in errors) AssertChinese($"no connection: {SinkFailure.OfNetwork(new HttpRequestException("an error", new SocketException((int)error)))}");
        foreach (var error in (HttpRequestError[])[HttpRequestError.ResponseEnded, HttpRequestError.InvalidResponse])
        {
            AssertChinese($"no connection: {SinkFailure.OfNetwork(new HttpRequestException(error, "an error"))}");
            AssertChinese($"no connection: {SinkFailure.OfNetwork(new HttpRequestException("an error", new HttpIOException(error, "an error")))}");
        }

        AssertChinese($"no connection: {SinkFailure.OfNetwork(new HttpRequestException("an error", new System.Security.Authentication.AuthenticationException("the certificate ran out")))}");
    }

    [Theory]
    [InlineData("http", "", "对方中断了连接")]
    [InlineData("http", "SSH-2.0-OpenSSH_9.2\r\n\r\n", "对方的应答不是 HTTP")]
    [InlineData("https", "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "无法与对方建立 TLS")]
    public async Task And_so_is_what_a_real_connection_fails_with(string scheme, string answer, string chinese)
    {
        _listener.Start();
        using SinkHttp http = new(Patience, TimeProvider.System);
        using HttpRequestMessage request = new(HttpMethod.Post, $"{scheme}://{_listener.LocalEndpoint}/hook") { Content = new StringContent("{}") };
        var answering = AnswerAsync(answer);
        var told = Telling.ChineseAlarm(Assert.IsType<DeliveryDecision.Again>(await http.SendAsync(request, default)).Why);
        await answering;
        Assert.StartsWith($"无法连接：{chinese}", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_refuses()
    {
        int port;
        using (TcpListener listener = new(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        using SinkHttp http = new(Patience, TimeProvider.System);
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://127.0.0.1:{port}/hook");
        Assert.Equal("无法连接：对方拒绝连接；请检查接收方是否运行及其端口", Telling.ChineseAlarm(Assert.IsType<DeliveryDecision.Again>(await http.SendAsync(request, default)).Why));
    }

    [Fact]
    public void Whatever_is_wrong_with_a_disk_is_told()
    {
        Exception[] failures =
        [
            new UnauthorizedAccessException(), new DirectoryNotFoundException(), new PathTooLongException(),
            .. ((int[])[5, 13, 17, 20, 28, 30, 122, unchecked((int)0x80070070)]).Select(number => new IOException("an error", number)),
        ];
        foreach (var failure in failures) AssertChinese($"/data/export cannot be written: {SinkFailure.OfDisk(failure)}");
        foreach (var number in (int[])[13, 10, 8, 5]) AssertChinese($"the cursor cannot be stored: {new Microsoft.Data.Sqlite.SqliteException("an error", number).Sentence()}");
    }

    [Fact]
    public async Task A_file_that_is_in_the_way_of_a_folder_is_told()
    {
        using TempLedger temp = new();
        temp.Ledger.Append([Drafts.Freeze("a", 0)]);
        var file = Path.Combine(temp.Folder, "export");
        await File.WriteAllTextAsync(file, "");
        using FileTarget target = new(new() { Folder = file, Zone = DateTimeZone.Utc });
        Delivery delivery = new(new("msg_1", 0, 1, Drafts.Midnight), new EntrySource(temp.Reader(), temp.Ledger.Signal, TimeProvider.System));
        var again = Assert.IsType<DeliveryDecision.Again>(await target.DeliverAsync(delivery, default));
        Assert.Equal($"{file} 无法写入：已有同名文件占用该路径", Telling.ChineseAlarm(again.Why));
    }

    [Fact]
    public void A_cursor_that_a_restored_ledger_does_not_know_is_told()
    {
        using TempLedger temp = new();
        var reader = temp.Reader();
        FeedReader feed = new(reader, temp.Ledger.Signal, TimeProvider.System);
        var here = reader.Epochs().Current.Tag;
        foreach (var cursor in (FeedCursor[])[new("0123456789abcdef", here, 5), new(temp.Ledger.Id, "0123456789ab", 5), new(temp.Ledger.Id, here, 5)]) AssertChinese(feed.Locate(cursor)!.Why);
        AssertChinese("The event log was made anew: what the old one held is not known here.");
    }

    private async Task AnswerAsync(string answer)
    {
        using var socket = await _listener.AcceptSocketAsync();
        await socket.ReceiveAsync(new byte[4096]);
        if (answer.Length > 0) await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        socket.Shutdown(SocketShutdown.Send);
        try
        {
            while (await socket.ReceiveAsync(new byte[4096]) > 0)
            {
                // Until it has left: a reset would be another failure.
            }
        }
        catch (SocketException)
        {
            // It left with a reset.
        }
    }

    private static void AssertChinese(string english)
    {
        var chinese = Said.Replace(Telling.ChineseAlarm(english), "");
        Assert.False(English.IsMatch(chinese), $"{english}\n{chinese}");
    }

    // What a system or a library said.
    [GeneratedRegex("（.*）")]
    private static partial Regex Said { get; }

    // What is left are names, numbers and units.
    [GeneratedRegex(@"\b(?!MQTT|HTTP|TLS|QoS|data|export|[0-9a-f]{8,})[A-Za-z]{3,}\b")]
    private static partial Regex English { get; }
}
