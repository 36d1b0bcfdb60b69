namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>What the service is called on Windows.</summary>
public static class WindowsServiceName
{
    /// <summary>Its name, its event source, and its virtual account's: NT SERVICE\AmrCollector.</summary>
    public const string Name = "AmrCollector";

    /// <summary>The argument by which Windows starts it.</summary>
    public const string Argument = "--service";
}
