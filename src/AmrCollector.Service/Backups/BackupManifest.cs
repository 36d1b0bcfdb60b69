using System.Security.Cryptography;
using System.Text.Json;

namespace AmrCollector.Service.Backups;

/// <summary>What a backup is of and what is in it; the last file of it to be written: without it a backup is none.</summary>
public sealed record BackupManifest
{
    /// <summary>Name of the file.</summary>
    public const string Name = "manifest.json";

    /// <summary>The layout this program writes and reads.</summary>
    public const int Version = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Layout of the backup.</summary>
    public int Format { get; init; } = Version;

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset Made { get; init; }

    /// <summary>Id of the ledger.</summary>
    public required string Ledger { get; init; }

    /// <summary>The ledger's newest entry in it: "184213:9f3c…".</summary>
    public required string Head { get; init; }

    /// <summary>Every file but this one.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Writes it into <paramref name="folder"/>, durably.</summary>
    public void Write(string folder)
    {
        using FileStream file = new(System.IO.Path.Combine(folder, Name), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this, Json);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// The manifest of the backup in <paramref name="folder"/> after every file was found as it says, and no other; <see cref="BackupException"/> names what is
    /// not.
    /// </summary>
    public static BackupManifest Check(string folder)
    {
        var manifest = Read(folder);
        if (manifest.Format != Version) throw new BackupException($"the backup has layout {manifest.Format}, this program knows {Version}; restore it with the version that made it");
        foreach (var file in manifest.Files)
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, file.Path));
            if (!path.StartsWith(System.IO.Path.GetFullPath(folder) + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupException($"{file.Path} leads out of the backup");
            if (!File.Exists(path)) throw new BackupException($"{file.Path} is missing from the backup");
            if (DigestOf(path) != file.Sha256) throw new BackupException($"{file.Path} is not what was backed up: its content gives another hash than the manifest has");
        }

        var listed = manifest.Files.Select(file => file.Path).Append(Name).ToHashSet(StringComparer.Ordinal);
        if (Inside(folder).FirstOrDefault(path => !listed.Contains(path)) is { } stranger) throw new BackupException($"{stranger} lies in the backup but not in its manifest");
        return manifest;
    }

    /// <summary>Every file in <paramref name="folder"/> but a manifest, with length and hash.</summary>
    public static IReadOnlyList<BackupFile> FilesIn(string folder) =>
        [.. Inside(folder).Order(StringComparer.Ordinal).Select(path => new BackupFile(path, new FileInfo(System.IO.Path.Combine(folder, path)).Length, DigestOf(System.IO.Path.Combine(folder, path))))];

    private static IEnumerable<string> Inside(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/'));

    private static BackupManifest Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(System.IO.Path.Combine(folder, Name)), Json) ?? throw new BackupException($"{Name} of the backup is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new BackupException($"{folder} is no whole backup: {e.Message}", e);
        }
    }

    private static string DigestOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
