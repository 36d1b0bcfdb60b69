using System.Runtime.Versioning;
using AmrCollector.Service.Lifetime.Windows;
using Microsoft.Win32;

namespace AmrCollector.Cli.WindowsService;

/// <summary>The service's name among the sources of the Event Log.</summary>
[SupportedOSPlatform("windows")]
internal static class EventSource
{
    private const string Application = @"SYSTEM\CurrentControlSet\Services\EventLog\Application";
    private const int AllTypes = 7;

    /// <summary>A program of every Windows whose messages say just what they are given.</summary>
    private const string Texts = @"%SystemRoot%\System32\EventCreate.exe";

    internal static void Put()
    {
        using var source = Registry.LocalMachine.CreateSubKey($@"{Application}\{WindowsServiceName.Name}");
        source.SetValue("EventMessageFile", Texts, RegistryValueKind.ExpandString);
        source.SetValue("TypesSupported", AllTypes, RegistryValueKind.DWord);
    }

    internal static void Remove()
    {
        using var log = Registry.LocalMachine.OpenSubKey(Application, writable: true);
        log?.DeleteSubKeyTree(WindowsServiceName.Name, throwOnMissingSubKey: false);
    }
}
