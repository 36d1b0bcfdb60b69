namespace AmrCollector.Storage;

/// <summary>A file that a newer version of the program wrote; it was not touched.</summary>
/// <param name="file">Its path.</param>
/// <param name="found">Its layout.</param>
/// <param name="known">The newest layout this program knows.</param>
public sealed class NewerFormatException(string file, long found, int known)
    : Exception($"{file} has format {found}, this program knows up to {known}. Install the version that wrote it, or a later one; the file was not touched.");
