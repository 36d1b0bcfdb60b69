using System.CommandLine;
using System.Globalization;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Line;
using AmrCollector.Service.Backups;

namespace AmrCollector.Cli.Setup;

/// <summary>`amr backup`: ledger, data and configuration as they are at one instant, while the service goes on.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("TARGET") { Description = "A folder, in which the backup gets one of its own, or a file that ends in .tar.gz" };

    internal static Command Create()
    {
        Verb verb = new(
            "backup", "Copy ledger, data and configuration as they are at one instant, while the service goes on. The copy holds the configuration's secrets: its owner alone may read it",
            "amr backup /mnt/backup", "amr backup /mnt/backup/riverside.tar.gz --config /etc/amr-collector --why nightly") { Target, BackupRecord.Why };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() => RunAsync(parsed, cancellationToken), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (config, target) = (parsed.GetRequiredValue(LineTarget.Config), Path.GetFullPath(parsed.GetRequiredValue(Target)));
        var isFile = BackupArchive.IsOne(target);
        var place = isFile ? target + ".unpacked" : Path.Combine(target, string.Create(CultureInfo.InvariantCulture, $"amr-{TimeProvider.System.GetUtcNow():yyyyMMddTHHmmss}Z"));
        try
        {
            if (isFile && File.Exists(target)) throw new BackupException($"{target} is there already");
            if (!File.Exists(Path.Combine(LedgerLocation.Of(config), "ledger.db"))) throw new BackupException($"there is no ledger in {LedgerLocation.Of(config)}");
            if (await BackupRecord.OfBackupAsync(parsed, LedgerLocation.Of(config), target, cancellationToken) is { } unrecorded)
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"the chain has no record of this backup: {unrecorded}");
            var manifest = Backup.Make(config, DataFolder.Of(config), LedgerLocation.Of(config), place, TimeProvider.System);
            if (isFile) BackupArchive.Pack(place, target);
            var written = isFile ? target : place;
            if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(new { backup = written, manifest.Ledger, manifest.Head, manifest.Made, files = manifest.Files.Count });
            else await parsed.InvocationConfiguration.Output.WriteLineAsync($"{written}  {manifest.Files.Count} files, ledger {manifest.Ledger} up to {manifest.Head}");
            return ExitCode.Ok;
        }
        catch (BackupException e)
        {
            throw new VerbFailedException(ExitCode.Failed, e.Message);
        }
        finally
        {
            if (isFile && Directory.Exists(place)) Directory.Delete(place, recursive: true);
        }
    }
}
