using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AmrCollector.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

using CancellationTokenSource interrupted = new();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel); // a closed window must give its port back
return await Root.RunAsync(args, Console.Out, Console.Error, interrupted.Token);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested; // a second Ctrl-C ends the process at once
    interrupted.Cancel();
}
