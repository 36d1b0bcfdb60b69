using System.Buffers.Binary;
using AmrCollector.Ledger;

namespace AmrCollector.Tests.Ledger;

public sealed class LedgerOpeningTests : IDisposable
{
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_missing_folder_is_created_and_comes_back_with_the_same_id()
    {
        var folder = Path.Combine(_temp.Folder, "deep", "down");
        string id;
        using (var ledger = SqliteLedger.Open(folder, TimeProvider.System)) id = ledger.Id;
        using var again = SqliteLedger.Open(folder, TimeProvider.System);
        Assert.Equal(id, again.Id);
        Assert.Equal(0, again.Head.Sequence);
    }

    [Fact]
    public void A_second_writer_is_refused_with_a_sentence()
    {
        var refused = Assert.Throws<LedgerException>(() => SqliteLedger.Open(_temp.Folder, TimeProvider.System));
        Assert.Equal(LedgerFault.Busy, refused.Fault);
        Assert.Contains(_temp.Folder, refused.Message);
    }

    [Fact]
    public void A_reader_sees_what_is_committed_while_the_writer_writes()
    {
        using var reader = LedgerReader.Open(_temp.Folder);
        Assert.Equal(0, reader.Head().Sequence);
        _temp.Ledger.Append([Drafts.Freeze("a", 0)]);
        Assert.Equal(_temp.Ledger.Head, reader.Head());
    }

    [Fact]
    public void Nothing_to_read_is_missing()
    {
        Assert.Equal(LedgerFault.Missing, Assert.Throws<LedgerException>(() => LedgerReader.Open(Path.Combine(_temp.Folder, "none"))).Fault);
        Assert.False(Directory.Exists(Path.Combine(_temp.Folder, "none")));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_not_touched()
    {
        _temp.Ledger.Append([Drafts.Freeze("a", 0)]);
        var bytes = Patched(bytes => BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(60), 9));
        var refused = Assert.Throws<LedgerException>(() => SqliteLedger.Open(_temp.Folder, TimeProvider.System));
        Assert.Equal(LedgerFault.Newer, refused.Fault);
        Assert.Contains("format 9", refused.Message);
        Assert.Contains("ledger.db", refused.Message);
        Assert.Equal(bytes, File.ReadAllBytes(_temp.ActiveFile));
    }

    public static TheoryData<string> Damages => ["zeroed header", "foreign application", "empty", "cut short", "text"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_corrupt_file_is_refused_and_not_touched(string damage)
    {
        _temp.Ledger.Append([Drafts.Freeze("a", 0)]);
        var bytes = Patched(bytes =>
        {
            if (damage == "zeroed header") bytes.AsSpan(0, 100).Clear();
            if (damage == "foreign application") bytes.AsSpan(68, 4).Clear();
            if (damage == "text") "meter,value\n"u8.CopyTo(bytes);
        });
        if (damage == "empty") File.WriteAllBytes(_temp.ActiveFile, bytes = []);
        if (damage == "cut short") File.WriteAllBytes(_temp.ActiveFile, bytes = bytes[..^4096]);

        var refused = Assert.Throws<LedgerException>(() => SqliteLedger.Open(_temp.Folder, TimeProvider.System));
        Assert.Equal(LedgerFault.Corrupt, refused.Fault);
        Assert.Contains(_temp.ActiveFile, refused.Message);
        Assert.Contains("amr restore", refused.Message);
        Assert.Equal(bytes, File.ReadAllBytes(_temp.ActiveFile));
        Assert.Equal(LedgerFault.Corrupt, Assert.Throws<LedgerException>(() => LedgerReader.Open(_temp.Folder)).Fault);
    }

    [Fact]
    public void What_was_committed_is_there_after_a_crash_and_what_was_not_is_gone()
    {
        _temp.Ledger.Append([Drafts.Freeze("a", 0), Drafts.Freeze("b", 0)]);
        // What a kill leaves: the file and its write-ahead log as they are on disk at this instant, the log with a torn tail.
        var crashed = Directory.CreateDirectory(Path.Combine(_temp.Folder, "crashed")).FullName;
        File.Copy(_temp.ActiveFile, Path.Combine(crashed, "ledger.db"));
        File.Copy(_temp.ActiveFile + "-wal", Path.Combine(crashed, "ledger.db-wal"));
        File.AppendAllBytes(Path.Combine(crashed, "ledger.db-wal"), new byte[3000]);

        using var ledger = SqliteLedger.Open(crashed, TimeProvider.System);
        Assert.Equal(_temp.Ledger.Head, ledger.Head);
        Assert.Equal(3, ledger.Append([Drafts.Freeze("c", 0)]).Entries[0].Sequence);
    }

    [Fact]
    public void A_new_epoch_gives_new_ids_and_keeps_the_old_ones()
    {
        var before = _temp.Ledger.Append([Drafts.Freeze("a", 0)]).Entries[0];
        var epoch = _temp.Ledger.OpenNewEpoch("restored from a backup");
        var after = _temp.Ledger.Append([Drafts.Freeze("a", 1)]).Entries[0];
        Assert.StartsWith(epoch.Tag, after.Id);
        Assert.Equal(before.Id, _temp.Reader().Entry(1)!.Id);
        Assert.Equal(after.Id, _temp.Reader().Entry(2)!.Id);
        Assert.Equal(1, _temp.Ledger.Epochs.LastOf(_temp.Ledger.Epochs.All[0].Tag));
        _temp.Reopen();
        Assert.Equal(epoch, _temp.Ledger.Epochs.Current);
    }

    private byte[] Patched(Action<byte[]> patch)
    {
        _temp.Close();
        var bytes = File.ReadAllBytes(_temp.ActiveFile);
        patch(bytes);
        File.WriteAllBytes(_temp.ActiveFile, bytes);
        return bytes;
    }
}
