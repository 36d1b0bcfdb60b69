using System.Net;
using AmrCollector.Service.Security;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Service.Security;

public sealed class KeyTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"amr-keys-{Guid.NewGuid():N}.json");

    [Fact]
    public void A_file_of_keys_holds_digests_and_is_read_back_as_it_was()
    {
        var (key, secret) = AccessKey.Create("li", Scope.Operate, DateTimeOffset.UnixEpoch);
        KeyFile.Write(_file, [key]);
        Assert.DoesNotContain(secret, File.ReadAllText(_file), StringComparison.Ordinal);
        var read = Assert.Single(KeyFile.Read(_file).Keys!);
        Assert.Equal((key.Name, key.Scope, key.Created), (read.Name, read.Scope, read.Created));
        Assert.Equal(key.Digest, read.Digest);
        Assert.True(secret.Length >= 43 && AccessKey.Create("li", Scope.Read, default).Secret != secret);
    }

    [Theory]
    [InlineData("""{ "billing": "a key in the clear" }""")]
    [InlineData("""{ "keys": [ { "name": "x", "scope": "root", "sha256": "00", "created": "2026-01-01" } ] }""")]
    [InlineData("""{ "keys": "a key in the clear" }""")]
    [InlineData("a key in the clear")]
    public void A_faulty_file_of_keys_is_told_without_its_content(string content)
    {
        File.WriteAllText(_file, content);
        var (keys, why) = KeyFile.Read(_file);
        Assert.Null(keys);
        Assert.DoesNotContain("in the clear\"", why, StringComparison.Ordinal);
        Assert.NotEmpty(why);
    }

    [Fact]
    public void A_revoked_key_closes_without_a_restart_and_a_broken_file_changes_nothing()
    {
        ManualTime time = new();
        var ((one, first), (two, second)) = (AccessKey.Create("one", Scope.Read, default), AccessKey.Create("two", Scope.Read, default));
        KeyFile.Write(_file, [one]);
        KeyRing ring = new(_file, [one], time, NullLogger.Instance);
        List<string> changes = [];
        ring.Changed += changes.Add;
        Assert.NotNull(ring.Find(first));
        File.WriteAllText(_file, "{ \"keys\": [ {");
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull(ring.Find(first));
        KeyFile.Write(_file, [two]);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(ring.Find(first));
        Assert.Equal("two", ring.Find(second)?.Name);
        Assert.Equal(["-one (Read), +two (Read)"], changes);
    }

    [Fact]
    public void A_source_that_guesses_is_not_listened_to_and_each_time_for_longer()
    {
        ManualTime time = new();
        WrongKeys wrong = new(time, NullLogger.Instance);
        for (var i = 0; i < 9; i++) wrong.Note("10.0.0.9");
        Assert.Null(wrong.RefusedFor("10.0.0.9"));
        wrong.Note("10.0.0.9");
        Assert.Equal(TimeSpan.FromMinutes(1), wrong.RefusedFor("10.0.0.9"));
        Assert.Null(wrong.RefusedFor("10.0.0.8"));
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(wrong.RefusedFor("10.0.0.9"));
        for (var i = 0; i < 10; i++) wrong.Note("10.0.0.9");
        Assert.Equal(TimeSpan.FromMinutes(2), wrong.RefusedFor("10.0.0.9"));
        for (var i = 0; i < 25_000; i++) wrong.Note($"source {i}");
    }

    [Theory]
    [InlineData("::ffff:10.0.0.9", "10.0.0.9")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("::1", "::1")]
    public void A_source_is_an_address_or_the_network_whose_addresses_cost_nothing(string address, string source) =>
        Assert.Equal(source, WrongKeys.SourceOf(IPAddress.Parse(address)));

    [Fact]
    public void A_rate_is_kept_per_caller_and_what_is_not_used_is_not_saved_up()
    {
        ManualTime time = new();
        RateLimit limit = new(10, 5, time);
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => limit.Allows("a")));
        Assert.True(limit.Allows("b"));
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Equal(2, Enumerable.Range(0, 20).Count(_ => limit.Allows("a")));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(5, Enumerable.Range(0, 20).Count(_ => limit.Allows("a")));
    }

    public void Dispose() => File.Delete(_file);
}
