using AmrCollector.EndToEnd.Pages;

namespace AmrCollector.EndToEnd.Support;

/// <summary>A fact that looks at pages in a real browser; skipped by name where Chromium, node or the driver from npm is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsBrowserFactAttribute : FactAttribute
{
    public NeedsBrowserFactAttribute()
    {
        if (Browser.Missing is { } missing) Skip = $"needs {missing}, which is not installed";
    }
}
