using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AmrCollector.Cli.Doctor;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Service.Backups;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>`amr support-bundle`: what somebody far away needs to see, in one file, without secrets and without readings.</summary>
internal static class SupportBundleCommand
{
    private static readonly Option<string?> Target = new("--output", "-o") { Description = "A file that ends in .tar.gz; left out: amr-support-TIME.tar.gz here", HelpName = "FILE" };

    internal static Command Create()
    {
        Verb verb = new(
            "support-bundle", "Put what support needs into one file: versions, configuration without secrets, what amr doctor finds, the newest logs, and what the running service says of itself",
            "amr support-bundle", "amr support-bundle -o /tmp/riverside.tar.gz --config /etc/amr-collector") { Target };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var config = parsed.GetRequiredValue(LineTarget.Config);
        var now = TimeProvider.System.GetUtcNow();
        var file = Path.GetFullPath(parsed.GetValue(Target) ?? string.Create(CultureInfo.InvariantCulture, $"amr-support-{now:yyyyMMddTHHmmss}Z.tar.gz"));
        if (!BackupArchive.IsOne(file)) throw new VerbFailedException(ExitCode.Usage, "-o takes a file that ends in .tar.gz");
        if (File.Exists(file)) throw new VerbFailedException(ExitCode.Failed, $"{file} is there already");
        Redaction redaction = new();
        List<(string Name, string Text)> files = [.. new ConfigurationCopy(config, redaction).Files()]; // first: it learns the secrets
        using var service = ServiceChoice.Of(parsed);
        files.AddRange(await BundledService.AskAsync(service, cancellationToken));
        files.Add(("doctor.txt", await DoctorAsync(parsed, cancellationToken)));
        if (DataFolder.Find(config) is { } data) files.AddRange(BundledLogs.Of(data));
        files.Insert(0, ("about.txt", About(config, now, files)));
        var folder = Directory.CreateTempSubdirectory("amr-support-").FullName;
        try
        {
            foreach (var (name, text) in files) await PutAsync(Path.Combine(folder, name), redaction.Clean(text), cancellationToken);
            BackupArchive.Pack(folder, file);
        }
        catch (BackupException e)
        {
            throw new VerbFailedException(ExitCode.Failed, e.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(new { bundle = file, files = files.Select(one => one.Name) });
        else await output.WriteLineAsync($"{file}  {files.Count} files; secrets are out, accounts and points are numbered: look through it before you send it");
        return ExitCode.Ok;
    }

    private static async Task<string> DoctorAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        try
        {
            await foreach (var one in DoctorCommand.ExamineAsync(parsed, triesBrokers: false, cancellationToken))
                text.Append(CultureInfo.InvariantCulture, $"{one.State,-6} {one.Part}: {one.Says}{(one.Try.Length > 0 ? $" -> {one.Try}" : "")}\n");
        }
        catch (VerbFailedException e)
        {
            text.Append(CultureInfo.InvariantCulture, $"ended early: {e.Message}\n");
        }

        return text.ToString();
    }

    private static string About(string config, DateTimeOffset now, IReadOnlyList<(string Name, string Text)> files) => string.Create(CultureInfo.InvariantCulture, $"""
        AmrCollector support bundle, made {now:yyyy-MM-dd HH:mm:ss}Z
        amr            {VersionCommand.Version}
        runtime        {RuntimeInformation.FrameworkDescription}
        system         {RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {Environment.ProcessorCount} processors, up {TimeSpan.FromMilliseconds(Environment.TickCount64):d\.hh\:mm\:ss}
        memory         {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000} MB
        configuration  {Path.GetFullPath(config)}
        user           {Environment.UserName}
        Secrets stand as {Redaction.Stars}. No reading is in here beyond what the status says.

        {string.Join('\n', files.Select(file => file.Name))}

        """);

    private static async Task PutAsync(string path, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, text, cancellationToken);
    }
}
