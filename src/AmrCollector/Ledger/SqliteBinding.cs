using System.Runtime.InteropServices;

namespace AmrCollector.Ledger;

/// <summary>
/// SQLite's binding functions without a managed frame around each call: an entry binds 40 values, and the wrapper's safe handle costs as much as
/// the call. Like <see cref="SqliteColumns"/> they neither block nor call back.
/// </summary>
internal static unsafe partial class SqliteBinding
{
    private const string Library = "e_sqlite3";
    private const nint Copied = -1; // SQLITE_TRANSIENT

    internal static int Text(nint statement, int index, ReadOnlySpan<byte> text)
    {
        fixed (byte* bytes = text) return Text(statement, index, bytes, text.Length, Copied);
    }

    internal static int Blob(nint statement, int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value) return Blob(statement, index, bytes, value.Length, Copied);
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial int Int64(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    internal static partial int Null(nint statement, int index);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    private static partial int Text(nint statement, int index, byte* text, int length, nint destructor);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    [SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.SafeDirectories)]
    private static partial int Blob(nint statement, int index, byte* value, int length, nint destructor);
}
