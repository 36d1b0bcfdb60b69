using System.CommandLine;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Line;
using AmrCollector.Ledger;
using AmrCollector.Service.Backups;

namespace AmrCollector.Cli.Setup;

/// <summary>`amr restore`: brings a backup back, when it is whole and no service runs on the folders.</summary>
internal static class RestoreCommand
{
    private const string Collector = "collector.json";

    private static readonly Argument<string> Source = new("BACKUP") { Description = "The folder or the .tar.gz that amr backup wrote" };

    internal static Command Create()
    {
        Verb verb = new(
            "restore", "Bring a backup back into the folders the configuration names, once manifest and chain are proven; what is there is moved aside. A configuration folder without collector.json is filled from it",
            "amr restore /mnt/backup/amr-20261122T130000Z --config /etc/amr-collector") { Source, BackupRecord.Why };
        verb.Options.Add(LineTarget.Config);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, cancellationToken), cancellationToken));
        return verb;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (config, source) = (parsed.GetRequiredValue(LineTarget.Config), Path.GetFullPath(parsed.GetRequiredValue(Source)));
        var unpacked = BackupArchive.IsOne(source) ? Directory.CreateTempSubdirectory("amr-restore-").FullName : null;
        try
        {
            if (unpacked is not null) BackupArchive.Unpack(source, unpacked);
            var backup = unpacked ?? source;
            var settings = File.Exists(Path.Combine(config, Collector)) ? config : Path.Combine(backup, "config");
            // Relative folders are of where the configuration will stand.
            var (data, ledger) = (Anchored(DataFolder.Of(settings), settings, config), Anchored(LedgerLocation.Of(settings), settings, config));
            var (manifest, aside) = Restore.Run(backup, data, ledger, BackupRecord.Of(parsed, "amr restore", source), TimeProvider.System, cancellationToken);
            if (settings != config) Fill(settings, config);
            Tell(parsed, manifest, aside);
            return ExitCode.Ok;
        }
        catch (BackupException e)
        {
            throw new VerbFailedException(ExitCode.ValidationFailed, $"nothing was restored: {e.Message}");
        }
        catch (LedgerException e)
        {
            throw new VerbFailedException(e.Fault == LedgerFault.Busy ? ExitCode.PortUnavailable : ExitCode.Failed, $"nothing was restored: {e.Message}");
        }
        finally
        {
            if (unpacked is not null) Directory.Delete(unpacked, recursive: true);
        }
    }

    private static string Anchored(string folder, string from, string to) =>
        Path.GetFullPath(folder) is var full && full.StartsWith(Path.GetFullPath(from) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.Combine(Path.GetFullPath(to), Path.GetRelativePath(Path.GetFullPath(from), full))
            : full;

    private static void Fill(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!File.Exists(place)) File.Copy(file, place);
        }
    }

    private static void Tell(ParseResult parsed, BackupManifest manifest, string? aside)
    {
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(new { manifest.Ledger, manifest.Head, manifest.Made, aside });
        else parsed.InvocationConfiguration.Output.WriteLine($"restored ledger {manifest.Ledger} up to {manifest.Head}, as it was {manifest.Made.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z; a new epoch begins");
        if (aside is not null) parsed.InvocationConfiguration.Error.WriteLine($"what was there before is in {aside}");
        if (Environment.UserName == "root") parsed.InvocationConfiguration.Error.WriteLine("the files belong to root now: give them back to the service's user (chown -R amr-collector: of the data folder)");
    }
}
