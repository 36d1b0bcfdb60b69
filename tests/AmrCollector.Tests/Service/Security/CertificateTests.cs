using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Security;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Service.Security;

public sealed class CertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-tls-").FullName;

    [Fact]
    public void A_renewed_certificate_is_taken_without_a_restart_and_half_a_pair_is_not()
    {
        ManualTime time = new();
        Write(_folder, "first");
        TlsFiles files = new(Path.Combine(_folder, "api.pem"), Path.Combine(_folder, "api.key"));
        CertificateFile certificate = new(files, time, NullLogger.Instance);
        Assert.Equal("CN=first", certificate.Current().Subject);
        var key = File.ReadAllText(files.Key);
        Write(_folder, "second");
        var renewed = File.ReadAllText(files.Key);
        File.WriteAllText(files.Key, key); // the certificate is renewed, its key not yet
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=first", certificate.Current().Subject);
        File.WriteAllText(files.Key, renewed + "\n");
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("CN=second", certificate.Current().Subject);
    }

    [Fact]
    public async Task The_api_speaks_tls_with_the_certificate_of_its_file_and_nothing_else()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        await using var site = await GuardedSite.StartAsync(
            [key], """{ "listen": "https://127.0.0.1:0", "keysFile": "keys.json", "certificateFile": "api.pem", "keyFile": "api.key" }""", folder => Write(folder.Path, "collector"));
        string? shown = null;
        using SocketsHttpHandler handler = new() { UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = certificate?.Subject) is not null;
        using HttpClient http = new(handler) { BaseAddress = site.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        using var answer = await http.GetAsync(new Uri("/v1/lines", UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "CN=collector", "https"), (answer.StatusCode, shown, site.Address.Scheme));
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
        using var entered = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([new("key", secret)]));
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("__Host-amr=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);

        using Socket plain = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await plain.ConnectAsync(IPAddress.Loopback, site.Address.Port);
        await plain.SendAsync("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray());
        var heard = new byte[16];
        var count = await plain.ReceiveAsync(heard);
        Assert.False(heard.AsSpan(0, count).StartsWith("HTTP/1.1 200"u8));
    }

    [Theory]
    [InlineData("""{ "listen": "https://127.0.0.1:0" }""", "name 'certificateFile' and 'keyFile'")]
    [InlineData("""{ "listen": "http://127.0.0.1:0", "certificateFile": "a", "keyFile": "b" }""", "an https address")]
    [InlineData("""{ "listen": "https://127.0.0.1:0", "certificateFile": "a", "keyFile": "b" }""", "no readable pair")]
    public void A_certificate_that_cannot_be_shown_is_a_fault_of_the_configuration(string http, string why)
    {
        using ConfigurationFolder folder = new($$"""{ "site": "s", "timeZone": "UTC", "http": {{http}} }""");
        Assert.Contains(why, folder.OnlyFault(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Write(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
        File.WriteAllText(Path.Combine(folder, "api.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "api.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
