using AmrCollector.Ledger;

namespace AmrCollector.Service.Security;

/// <summary>Holds a data folder for one process until disposed: two collectors on one folder would both be wrong. The system gives it back when the process ends, however it ends.</summary>
public sealed class DataClaim : IDisposable
{
    private readonly FileStream _file;

    private DataClaim(FileStream file) => _file = file;

    /// <summary>Takes the folder, made when it is missing.</summary>
    /// <exception cref="LedgerException">Another process holds it, or it cannot be written.</exception>
    public static DataClaim Take(string folder)
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

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
