using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>
/// The Event Log of Windows, source AmrCollector: why the service did not start, and every error. A log that cannot be written takes nothing away from
/// collecting: the rolling file has the same.
/// </summary>
public sealed class WindowsEventLog : ILogEventSink
{
    private const uint Id = 1; // EventCreate.exe, whose message texts the source uses, knows 1 to 1000
    private const int Longest = 31_000;
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        Message.Format(logEvent, text);
        Write(ServiceCalls.EventError, text.ToString());
    }

    /// <summary>An event that the service did not start or ended, for <paramref name="why"/>.</summary>
    public static void Failed(string why) => Write(ServiceCalls.EventError, why);

    /// <summary>An event that is good news.</summary>
    public static void Told(string what) => Write(ServiceCalls.EventInformation, what);

    internal static unsafe void Write(ushort type, string text)
    {
        var log = ServiceCalls.RegisterEventSource(null, WindowsServiceName.Name);
        if (log == 0) return;
        fixed (char* first = text.Length > Longest ? text[..Longest] : text)
        {
            var texts = stackalloc char*[1] { first };
            ServiceCalls.ReportEvent(log, type, 0, Id, 0, 1, 0, texts, 0);
        }

        ServiceCalls.DeregisterEventSource(log);
    }
}
