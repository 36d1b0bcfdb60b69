using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Survive;

/// <summary>Libraries of C that are loaded before the service and answer for the system.</summary>
internal static class Preload
{
    /// <summary>Compiles <paramref name="source"/>, a file beside these tests, into <paramref name="folder"/>; the library's path.</summary>
    internal static async Task<string> CompileAsync(string folder, params string[] source)
    {
        var library = Path.Combine(folder, Path.GetFileNameWithoutExtension(source[^1]) + ".so");
        var (exit, output) = await Command.RunAsync("gcc", "-O1", "-shared", "-fPIC", "-o", library, Path.Combine([AppContext.BaseDirectory, .. source]), "-ldl");
        Assert.True(exit == 0, output);
        return library;
    }
}
