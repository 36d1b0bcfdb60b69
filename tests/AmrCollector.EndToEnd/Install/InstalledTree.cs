using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Install;

/// <summary>A file tree into which the program of this build is installed by the script that utilities run.</summary>
internal sealed class InstalledTree : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>The folder that stands for /.</summary>
    public string Root => Path.Combine(_folder.Path, "root");

    /// <summary>Where packages are built.</summary>
    public string Out => _folder.Path;

    /// <summary>The installed `amr`.</summary>
    public string Amr => At("usr/bin/amr");

    /// <summary>A folder with the program, as a publish would lay it out.</summary>
    public static string Published => AppContext.BaseDirectory;

    /// <summary>The checkout these tests were built from.</summary>
    public static string Checkout
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) folder = folder.Parent;
            return folder?.FullName ?? throw new DirectoryNotFoundException("no checkout above the tests");
        }
    }

    /// <summary>One of its installing scripts.</summary>
    public static string Script(string name) => Path.Combine(Checkout, "install", "linux", name);

    public string At(string path) => Path.Combine(Root, path);

    /// <summary>Runs install.sh on the tree.</summary>
    public Task<(int Exit, string Output)> InstallAsync(params string[] options) =>
        Command.RunAsync("bash", [Script("install.sh"), "--root", Root, .. options]);

    public void Dispose() => _folder.Dispose();
}
