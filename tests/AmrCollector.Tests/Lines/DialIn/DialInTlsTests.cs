using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

public sealed class DialInTlsTests
{
    private static readonly byte[] Question = Hex.Of("68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16");

    [Fact]
    public async Task A_unit_with_a_certificate_of_our_authority_is_read_through_tls()
    {
        var (authority, other) = (Authority("ours"), Authority("theirs"));
        await using var site = await ListeningSite.StartAsync(Options(authority));
        using var unit = await DialAsync(site, authority, Signed(authority, "AMR-000031"));
        await unit.WriteAsync("AMR-000031"u8.ToArray());
        await using var line = await site.OpenLineAsync();
        await line.SendAsync(Question, default);
        var heard = new byte[Question.Length];
        await unit.ReadExactlyAsync(heard);
        Assert.Equal(Question, heard);
        await unit.WriteAsync(Question);
        var buffer = new byte[64];
        Assert.Equal(Question.Length, await line.ReceiveAsync(buffer, TimeProvider.System.GetTimestamp() + (20 * TimeProvider.System.TimestampFrequency), default));
        await unit.DisposeAsync();
        await Eventually.HoldsAsync(() => !line.IsOpen, "it left");
        other.Dispose();
    }

    [Fact]
    public async Task Certificates_of_another_authority_none_and_no_tls_at_all_are_one_line_each()
    {
        var (authority, other) = (Authority("ours"), Authority("theirs"));
        await using var site = await ListeningSite.StartAsync(Options(authority));
        for (var i = 0; i < 3; i++)
        {
            await RefusedAsync(site, authority, Signed(other, "AMR-000031"));
            await RefusedAsync(site, authority, null);
            await RefusedAsync(site, other, Signed(authority, "AMR-000031")); // it does not trust us
            using var plain = await CallingUnit.DialAsync(site.Address, "AMR-000031, and I speak no TLS");
            Assert.True(await plain.IsCutAsync());
        }

        // A unit that does not trust us may say so after the handshake: then it left before it registered.
        await Eventually.HoldsAsync(() => site.Report.Refused[DialInRefusal.Tls] + site.Report.Refused[DialInRefusal.Unregistered] == 12, "all are refused");
        Assert.InRange(site.Report.Refused[DialInRefusal.Tls], 9, 12);
        Assert.InRange(site.Told.Count(told => told[0] == '!'), 1, 2);
        Assert.Contains(site.Told, told => told.StartsWith("! 127.0.0.1 was refused: the TLS handshake failed", StringComparison.Ordinal) || told.Contains("TLS handshake", StringComparison.Ordinal));
        Assert.Equal(0, site.Report.Present);
    }

    private static DialInOptions Options(X509Certificate2 authority) => ListeningSite.Options() with
    {
        Certificate = Signed(authority, "listener"),
        ClientAuthorities = [authority],
    };

    private static async Task RefusedAsync(ListeningSite site, X509Certificate2 trusted, X509Certificate2? own)
    {
        try
        {
            using var unit = await DialAsync(site, trusted, own);
            await unit.WriteAsync("AMR-000031"u8.ToArray()); // TLS 1.3: the refusal comes after our half of the handshake
            Assert.Equal(0, await unit.ReadAsync(new byte[1]));
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return; // refused in the handshake
        }
    }

    private static async Task<SslStream> DialAsync(ListeningSite site, X509Certificate2 trusted, X509Certificate2? own)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(site.Address);
        SslStream stream = new(new NetworkStream(socket, ownsSocket: true));
        SslClientAuthenticationOptions options = new()
        {
            TargetHost = "listener",
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        options.CertificateChainPolicy.CustomTrustStore.Add(trusted);
        if (own is not null) options.ClientCertificates = [own];
        try
        {
            await stream.AuthenticateAsClientAsync(options);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return ListeningSite.WithKey(request.CreateSelfSigned(From, From.AddYears(1)));
    }

    private static X509Certificate2 Signed(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, From, From.AddMonths(6), RandomNumberGenerator.GetBytes(8));
        return ListeningSite.WithKey(signed.CopyWithPrivateKey(key));
    }

    private static DateTimeOffset From => TimeProvider.System.GetUtcNow().AddDays(-1);
}
