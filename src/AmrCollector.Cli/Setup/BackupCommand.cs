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
            "amr backup /mnt/backup", "amr backup /mnt/backup/riverside.tar.gz --config /etc/amr-collector") { Target };
        verb.Options.Add(LineTarget.Config);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed), cancellationToken));
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var (config, target) = (parsed.GetRequiredValue(LineTarget.Config), Path.GetFullPath(parsed.GetRequiredValue(Target)));
        var isFile = BackupArchive.IsOne(target);
        var place = isFile ? target + ".unpacked" : Path.Combine(target, string.Create(CultureInfo.InvariantCulture, $"amr-{TimeProvider.System.GetUtcNow():yyyyMMddTHHmmss}Z"));
        try
        {
            if (isFile && File.Exists(target)) throw new BackupException($"{target} is there already");
            var manifest = Backup.Make(config, DataFolder.Of(config), LedgerLocation.Of(config), place, TimeProvider.System);
            if (isFile) BackupArchive.Pack(place, target);
            var written = isFile ? target : place;
            if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(new { backup = written, manifest.Ledger, manifest.Head, manifest.Made, files = manifest.Files.Count });
            else parsed.InvocationConfiguration.Output.WriteLine($"{written}  {manifest.Files.Count} files, ledger {manifest.Ledger} up to {manifest.Head}");
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
