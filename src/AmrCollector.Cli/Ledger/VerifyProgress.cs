using System.Globalization;

namespace AmrCollector.Cli.Ledger;

/// <summary>Shows how far a check is, once it takes longer than two seconds, on a terminal only.</summary>
internal sealed class VerifyProgress(TextWriter error, long last) : IProgress<long>
{
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private bool _shown;

    public void Report(long value)
    {
        if (Terminal.IsPlain(error) || TimeProvider.System.GetElapsedTime(_started) < TimeSpan.FromSeconds(2)) return;
        if (value < last) error.Write(string.Create(CultureInfo.InvariantCulture, $"\r{value:N0} of {last:N0} entries ({100 * value / last} %)"));
        else if (_shown) error.Write("\r\u001b[K");
        _shown = true;
    }
}
