namespace AmrCollector.Service.Backups;

/// <summary>
/// Puts a proven restore in place: what is there goes aside, then what was restored comes in, a rename at a time. Cut off at any instant, it is gone on with where
/// it was: what is to come, where the former files go and how far it came stand in the folder <see cref="Unfinished"/>, and while that is there no collector starts.
/// </summary>
/// <param name="data">The data folder.</param>
/// <param name="ledger">The ledger's folder, inside the former or elsewhere.</param>
/// <param name="moved">Called after each step that a power cut may be the end of.</param>
internal sealed class RestoreMoves(string data, string ledger, Action? moved = null)
{
    /// <summary>Where a restore is made ready; nothing was moved yet, and a collector may start beside it.</summary>
    internal const string Copied = "restore.copied";

    /// <summary>The same folder from the first move to the last.</summary>
    internal const string Unfinished = Security.DataClaim.Unfinished;

    private const string Kept = "before-restore-";
    private const string AsideFile = "aside";
    private const string ClearedFile = "cleared";
    private static readonly string[] Staying = ["service.lock", "writer.lock", Security.LocalRoad.SocketName, "log", Unfinished, Copied];

    private string From => Path.Combine(data, Unfinished);

    /// <summary>True when a restore was cut off between its first move and its last, and can be gone on with.</summary>
    internal bool IsCutOff => File.Exists(Path.Combine(From, AsideFile));

    /// <summary>Takes what stands ready in <see cref="Copied"/>; from now on only <see cref="Finish"/> leads on.</summary>
    internal void Begin(string stamp)
    {
        Write(Path.Combine(data, Copied, AsideFile), Kept + stamp);
        if (Directory.Exists(From)) Directory.Delete(From, recursive: true); // of a version that could not go on with it
        Directory.Move(Path.Combine(data, Copied), From);
        moved?.Invoke();
    }

    /// <summary>Moves what is left to move; returns where the former files are, null when there were none.</summary>
    internal string? Finish()
    {
        var aside = Path.Combine(data, File.ReadAllText(Path.Combine(From, AsideFile)));
        if (!File.Exists(Path.Combine(From, ClearedFile)))
        {
            var isInside = ledger.StartsWith(data + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            MoveAll(data, aside, name => Staying.Contains(name) || name.StartsWith(Kept, StringComparison.Ordinal) || (isInside && Path.Combine(data, name) == ledger));
            if (Directory.Exists(ledger)) MoveAll(ledger, Path.Combine(aside, "ledger"), name => name == "writer.lock");
            Write(Path.Combine(From, ClearedFile), ""); // from here on what stands in place is what was restored
            moved?.Invoke();
        }

        MoveAll(Path.Combine(From, "data"), data, _ => false);
        MoveAll(Path.Combine(From, "ledger"), ledger, name => name == "writer.lock");
        Directory.Move(From, Path.Combine(data, Copied)); // its name is what holds a collector back, and a removal takes many steps
        moved?.Invoke();
        Clear(data);
        return Directory.Exists(aside) ? aside : null;
    }

    /// <summary>Removes what a restore left behind that was made ready and never begun.</summary>
    internal static void Clear(string data)
    {
        var copied = Path.Combine(data, Copied);
        if (Directory.Exists(copied)) Directory.Delete(copied, recursive: true);
    }

    private void MoveAll(string from, string to, Func<string, bool> isStaying)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(from).ToList())
        {
            var name = Path.GetFileName(entry);
            if (isStaying(name)) continue;
            Directory.CreateDirectory(to);
            if (Directory.Exists(entry)) Directory.Move(entry, Path.Combine(to, name));
            else File.Move(entry, Path.Combine(to, name), overwrite: true); // onto another disk it is a copy, and that may have been cut off
            moved?.Invoke();
        }
    }

    private static void Write(string path, string text)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
