namespace AmrCollector.Cli.WindowsService;

/// <summary>The installed service as Windows knows it.</summary>
/// <param name="State">running, stopped, starting, stopping or paused.</param>
/// <param name="Process">Its process id; 0 when it does not run.</param>
/// <param name="ExitCode">How it ended last: 0 as asked, else the service's own exit code, or Windows' error.</param>
/// <param name="Account">Whom it runs as.</param>
/// <param name="Command">Program and arguments.</param>
/// <param name="Start">automatic, manual or disabled.</param>
internal sealed record ServiceState(string State, uint Process, uint ExitCode, string Account, string Command, string Start);
