using System.Text.Json;
using AmrCollector.EndToEnd.Servers;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Pages;

/// <summary>Debian's Chromium, driven by playwright-core of the folder node.</summary>
internal static class Browser
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "playwright-core";

    /// <summary>What is not installed; null when all is there.</summary>
    public static string? Missing
    {
        get
        {
            var hasNode = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "node")));
            if (!hasNode) return "node";
            if (!File.Exists(Chromium)) return "chromium";
            return Directory.Exists(Path.Combine(NodePeers.Folder, "node_modules", Driver)) ? null : Driver;
        }
    }

    /// <summary>Takes the steps and says what a person met. Nothing may be wrong on the console, and nothing may stick out at the side.</summary>
    public static async Task<IReadOnlyList<string>> LookAsync(Uri address, string folder, object what)
    {
        var (exit, output, errors) = await Command.RunApartAsync("node", Path.Combine(NodePeers.Folder, "look.js"), address.ToString(), folder, JsonSerializer.Serialize(what));
        Assert.True(exit == 0, output + errors);
        using var met = JsonDocument.Parse(output);
        Assert.Equal("[]", met.RootElement.GetProperty("complaints").GetRawText());
        Assert.Equal("[]", met.RootElement.GetProperty("wide").GetRawText()); // pages that stick out at the side
        return [.. met.RootElement.GetProperty("seen").EnumerateArray().Select(one => one.ToString())];
    }
}
