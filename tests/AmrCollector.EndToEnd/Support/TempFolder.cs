namespace AmrCollector.EndToEnd.Support;

/// <summary>A folder of one test, removed afterwards.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("amr-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
