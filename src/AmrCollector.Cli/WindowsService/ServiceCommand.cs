using System.CommandLine;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Line;
using AmrCollector.Service.Lifetime.Windows;

namespace AmrCollector.Cli.WindowsService;

/// <summary>`amr service`: the collector as a Windows service. On Linux systemd has these verbs, and each says so.</summary>
internal static class ServiceCommand
{
    private const string Program = "AmrCollector.Service.exe";

    internal static Command Create()
    {
        Command service = new("service", "The collector as a Windows service.");
        Verb install = new(
            "install", $"Enter the service, or bring its entry up to date: started with Windows as {ServiceAccount.Name}, and again after every fault; its folders are closed to others",
            "amr service install", @"amr service install --config C:\ProgramData\AmrCollector");
        install.Options.Add(LineTarget.Config);
        Add(install, InstallAsync);
        Add(new("uninstall", "Stop the service and take it out of the list; configuration and data stay", "amr service uninstall"), UninstallAsync);
        Add(new("start", "Start it, and wait until it collects", "amr service start"), StartAsync);
        Add(new("stop", "Stop it, and wait until everything handed over is committed", "amr service stop"), StopAsync);
        Add(new("status", "Whether it is installed and runs; exit code 0 while it runs", "amr service status", "amr service status --json"), StatusAsync);
        return service;

        void Add(Verb verb, Func<ParseResult, CancellationToken, Task<int>> run)
        {
            verb.SetAction(run);
            service.Subcommands.Add(verb);
        }
    }

    private static async Task<int> InstallAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) throw Elsewhere("sudo install/linux/install.sh");
        var config = Path.GetFullPath(parsed.GetRequiredValue(LineTarget.Config));
        var program = Path.Combine(AppContext.BaseDirectory, Program);
        if (!File.Exists(program)) throw new VerbFailedException(ExitCode.Failed, $"there is no {Program} beside amr: install a whole publish");
        if (!File.Exists(Path.Combine(config, "collector.json"))) throw new VerbFailedException(ExitCode.ConfigurationInvalid, $"there is no collector.json in {config}: put one there, or name its folder with --config");
        ServiceAccount.Own(config, writes: false);
        ServiceAccount.Own(DataFolder.Of(config), writes: true);
        EventSource.Put();
        var isWhole = InstalledService.Put($"\"{program}\" {WindowsServiceName.Argument} --config \"{config}\"", ServiceAccount.Name);
        if (!isWhole) await parsed.InvocationConfiguration.Error.WriteLineAsync("this system restarts the service after a crash only, not after an end with an exit code");
        await TellAsync(parsed, "installed", $"installed as {ServiceAccount.Name}, configuration in {config}; amr service start starts it", cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task<int> UninstallAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) throw Elsewhere("sudo install/linux/install.sh --uninstall");
        await InstalledService.StopAsync(cancellationToken);
        InstalledService.Remove();
        EventSource.Remove();
        await TellAsync(parsed, "removed", "removed; configuration and data stay", cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task<int> StartAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) throw Elsewhere("sudo systemctl start amr-collector");
        var isNew = await InstalledService.StartAsync(cancellationToken);
        await TellAsync(parsed, "running", isNew ? "started" : "it runs already", cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task<int> StopAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) throw Elsewhere("sudo systemctl stop amr-collector");
        var ran = await InstalledService.StopAsync(cancellationToken);
        await TellAsync(parsed, "stopped", ran ? "stopped" : "it did not run", cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task<int> StatusAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows()) throw Elsewhere("systemctl status amr-collector");
        var found = InstalledService.Find();
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(new { state = found?.State ?? "absent", found?.Process, found?.ExitCode, found?.Account, found?.Command, found?.Start });
        else if (found is null) await output.WriteLineAsync("not installed: amr service install".AsMemory(), cancellationToken);
        else await output.WriteLineAsync($"{found.State}{(found.Process > 0 ? $", process {found.Process}" : $", last exit code {found.ExitCode}")}; {found.Start} start as {found.Account}: {found.Command}".AsMemory(), cancellationToken);
        return found?.State == "running" ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task TellAsync(ParseResult parsed, string state, string sentence, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(new { state });
        else await parsed.InvocationConfiguration.Output.WriteLineAsync(sentence.AsMemory(), cancellationToken);
    }

    private static VerbFailedException Elsewhere(string here) => new(ExitCode.Usage, $"amr service is for Windows; here systemd runs the collector (systemctl): {here}");
}
