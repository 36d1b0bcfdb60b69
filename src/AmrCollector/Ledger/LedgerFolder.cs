using System.Buffers.Binary;

namespace AmrCollector.Ledger;

/// <summary>The files of a ledger: the active one, and beside it room for closed months.</summary>
/// <param name="Path">The folder.</param>
internal sealed record LedgerFolder(string Path)
{
    /// <summary>"AMRL" in SQLite's application id.</summary>
    internal const int ApplicationId = 0x414D_524C;

    private const int HeaderLength = 100;

    internal string ActiveFile => System.IO.Path.Combine(Path, "ledger.db");

    private string LockFile => System.IO.Path.Combine(Path, "writer.lock");

    /// <summary>The file of a closed month.</summary>
    internal string ClosedFile(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Holds the folder for writing until disposed; <see cref="LedgerException"/> when another process does.</summary>
    internal FileStream Claim()
    {
        try
        {
            Directory.CreateDirectory(Path);
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreachable(e);
        }
        catch (IOException e) when (File.Exists(LockFile))
        {
            throw new LedgerException(
                LedgerFault.Busy, $"The ledger {Path} is being written by another process; stop it first, or open the ledger for reading only.", e);
        }
        catch (IOException e)
        {
            throw Unreachable(e);
        }
    }

    /// <summary>
    /// Looks at the first bytes of the active file, by plain reading: <see cref="LedgerException"/> when it is no ledger, cut
    /// short, or of a version above <paramref name="newest"/>. Returns its version.
    /// </summary>
    internal int CheckHeader(int newest)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        long length;
        try
        {
            using var file = new FileStream(ActiveFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = file.Length;
            if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength) throw Corrupt("is shorter than a header");
        }
        catch (FileNotFoundException e)
        {
            throw new LedgerException(LedgerFault.Missing, $"There is no ledger in {Path}: {ActiveFile} does not exist.", e);
        }
        catch (DirectoryNotFoundException e)
        {
            throw new LedgerException(LedgerFault.Missing, $"There is no ledger in {Path}: the folder does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreachable(e);
        }

        if (!header.StartsWith("SQLite format 3\0"u8)) throw Corrupt("does not begin like an SQLite file");
        if (BinaryPrimitives.ReadInt32BigEndian(header[68..]) != ApplicationId) throw Corrupt("is an SQLite file but not a ledger");
        var version = BinaryPrimitives.ReadInt32BigEndian(header[60..]);
        if (version > newest)
        {
            throw new LedgerException(
                LedgerFault.Newer,
                $"{ActiveFile} has format {version}, this program knows up to {newest}. Install the version that wrote it, or a later one; the file was not touched.");
        }

        var pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65536 : size;
        var pages = BinaryPrimitives.ReadUInt32BigEndian(header[28..]);
        if (length < pages * (long)pageSize && !HasLog) throw Corrupt($"is cut short: {length} bytes of {pages * (long)pageSize}");
        return version;
    }

    internal LedgerException Corrupt(string what, Exception? cause = null) => new(
        LedgerFault.Corrupt,
        $"{ActiveFile} {what}. Nothing in it was changed: keep a copy of the folder, then restore the last backup with 'amr restore'.",
        cause);

    internal LedgerException Unreachable(Exception cause) =>
        new(LedgerFault.Unreachable, $"The ledger {Path} cannot be opened: {cause.Message}", cause);

    // A checkpoint that was cut by a crash leaves a short file and a write-ahead log that completes it.
    private bool HasLog => new FileInfo(ActiveFile + "-wal") is { Exists: true, Length: > 0 };
}
