using AmrCollector.EndToEnd.Support;
using AmrCollector.Ledger;

namespace AmrCollector.EndToEnd.BadInput;

/// <summary>A ledger the service cannot use: it says so, ends, and leaves every byte as it was.</summary>
public sealed class LedgerFileTests
{
    public static TheoryData<string, string> Damages => new()
    {
        { "newer", "format 9" },
        { "no database", "does not begin like an SQLite file" },
        { "cut short", "is cut short" },
        { "overwritten", "is damaged" },
        { "empty", "shorter than a header" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task It_is_left_alone_and_the_service_ends_with_a_sentence(string damage, string sentence)
    {
        using TestSite site = new();
        site.Configure(new Dictionary<string, object>
        {
            ["lines"] = new { box = $"tcp://127.0.0.1:{QuietPort.Find()}" },
            ["plans"] = new { often = new object[] { new { every = "2s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + "000000000001,box,dlt645-2007-1p,1,often\n");
        SqliteLedger.Open(site.Ledger, TimeProvider.System).Dispose();
        var bytes = Damage(await File.ReadAllBytesAsync(site.LedgerFile), damage);
        await File.WriteAllBytesAsync(site.LedgerFile, bytes);

        await using var service = site.Start();
        Assert.Equal(1, await service.EndAsync());
        Assert.Contains(sentence, service.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", service.Said, StringComparison.Ordinal); // a sentence, no stack
        Assert.Equal(bytes, await File.ReadAllBytesAsync(site.LedgerFile));
    }

    private static byte[] Damage(byte[] bytes, string damage)
    {
        switch (damage)
        {
            case "newer":
                bytes[63] = 9;
                return bytes;
            case "no database":
                bytes[0] = (byte)'X';
                return bytes;
            case "cut short":
                return bytes[..(bytes.Length / 2)];
            case "overwritten":
                bytes.AsSpan(100, 3000).Fill(0xA5);
                return bytes;
            default:
                return [];
        }
    }
}
