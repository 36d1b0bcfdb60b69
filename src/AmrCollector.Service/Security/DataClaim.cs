using AmrCollector.Ledger;
using AmrCollector.Service.Backups;

namespace AmrCollector.Service.Security;

/// <summary>Holds a data folder for one process until disposed: two collectors on one folder would both be wrong. The system gives it back when the process ends, however it ends.</summary>
public sealed class DataClaim : IDisposable
{
    /// <summary>Folder that stands in the data folder while a restore is under way: after a power cut in the middle of it, what is there is half of two histories.</summary>
    public const string Unfinished = "restore.unfinished";

    private readonly FileStream _file;

    private DataClaim(FileStream file) => _file = file;

    /// <summary>Takes the folder, made when it is missing.</summary>
    /// <exception cref="LedgerException">Another process holds it, it cannot be written, or a restore of it was cut off.</exception>
    public static DataClaim Take(string folder)
    {
        var claim = TakeForRestore(folder);
        if (!Directory.Exists(Path.Combine(folder, Unfinished)))
        {
            RemoveNeverBegun(folder);
            return claim;
        }

        claim.Dispose();
        throw new LedgerException(
            LedgerFault.Corrupt, $"A restore of {folder} was cut off in the middle: run 'amr restore' again with the same backup, and it goes on where it was. What was there before stands in before-restore-… beside it.");
    }

    /// <summary>As <see cref="Take"/>, though a restore was cut off there: for who repeats it.</summary>
    internal static DataClaim TakeForRestore(string folder)
    {
        var path = Path.Combine(folder, "service.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new LedgerException(LedgerFault.Busy, $"The data folder {folder} is in use by another process, a collector or a restore; two at once would both be wrong. Stop it first.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException(LedgerFault.Unreachable, $"The data folder {folder} cannot be used: {e.Message}", e);
        }
    }

    /// <summary>A restore that was cut off before it moved anything: what is there is whole, and its copy only takes room.</summary>
    private static void RemoveNeverBegun(string folder)
    {
        try
        {
            RestoreMoves.Clear(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // another user made it; the next restore, run by that one, removes it
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
