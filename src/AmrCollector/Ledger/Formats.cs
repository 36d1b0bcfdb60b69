using AmrCollector.Storage;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>Layouts of the databases beside the ledger.</summary>
internal static class Formats
{
    /// <summary>As <see cref="DatabaseFormat.Bring"/>; <see cref="LedgerException"/> for a file of a newer layout.</summary>
    internal static bool BringOrRefuse(this DatabaseFormat format, SqliteConnection connection, string file)
    {
        try
        {
            return format.Bring(connection, file);
        }
        catch (NewerFormatException e)
        {
            throw new LedgerException(LedgerFault.Newer, e.Message, e);
        }
    }
}
