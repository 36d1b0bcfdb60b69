using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AmrCollector.BillingConsumer;

/// <summary>The consumer from its arguments to its exit code.</summary>
internal static class BillingProgram
{
    private const int Ok = 0;
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Differs = 7;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args is ["--help" or "-h"])
        {
            await output.WriteLineAsync(BillingArguments.Usage);
            return Ok;
        }

        var (arguments, why) = BillingArguments.Parse(args);
        if (arguments is null)
        {
            await errors.WriteLineAsync($"billing: {why}; see --help");
            return Misused;
        }

        using CancellationTokenSource stop = new();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        try
        {
            return await RunAsync(arguments, output, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Ok;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or SocketException or FormatException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"billing: {e.Message}");
            return Failed;
        }
    }

    private static async Task<int> RunAsync(BillingArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        using Books books = new(arguments.Books);
        var key = arguments.KeyFile is { } file ? (await File.ReadAllTextAsync(file, cancellationToken)).Trim() : null;
        if (arguments.Reconcile is { } collector)
        {
            using Reconciliation reconciliation = new(books, collector, key);
            return await reconciliation.RunAsync(output, cancellationToken) ? Ok : Differs;
        }

        if (arguments.Listen is { } listen)
        {
            await PushReceiver.RunAsync(books, listen, Signatures.Load(arguments.SecretFile!), output, cancellationToken);
            return Ok;
        }

        await output.WriteLineAsync(await FeedPuller.RunAsync(books, arguments.Pull!, key, output, cancellationToken));
        return Differs;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
