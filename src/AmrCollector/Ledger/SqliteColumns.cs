using System.Runtime.InteropServices;

namespace AmrCollector.Ledger;

/// <summary>
/// SQLite's column functions without a managed frame around each call: a page of the feed asks for 270,000 columns, and the wrapper's safe handle
/// costs more than the answer. They neither block nor call back, so no transition of the garbage collector is needed.
/// </summary>
internal static unsafe partial class SqliteColumns
{
    internal const int Null = 5;
    private const string Library = "e_sqlite3";

    /// <summary>The column's bytes where SQLite has them, good until the next step; empty for NULL.</summary>
    internal static ReadOnlySpan<byte> Span(nint row, int column)
    {
        var bytes = Blob(row, column); // first the pointer, then the length: SQLite's own order
        return bytes == 0 ? default : new ReadOnlySpan<byte>((void*)bytes, Bytes(row, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial long Int64(nint row, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial nint Blob(nint row, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial int Bytes(nint row, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial int Type(nint row, int column);
}
