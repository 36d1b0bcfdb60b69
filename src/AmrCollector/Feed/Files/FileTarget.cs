using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using NodaTime.Extensions;

namespace AmrCollector.Feed.Files;

/// <summary>
/// Writes a batch as one file and then its manifest, each whole under a temporary name, flushed to the disk and renamed. Names carry the
/// sequences: a batch that is written again after a crash replaces its own file by the same bytes.
/// </summary>
/// <param name="options">Where and when.</param>
public sealed class FileTarget(FileTargetOptions options) : ISinkTarget
{
    private const int PageSize = 5000;

    /// <inheritdoc/>
    public string Place => $"files {options.Folder}";

    /// <inheritdoc/>
    public BatchLimits Limits => new(options.MostEntries);

    /// <inheritdoc/>
    public DateTimeOffset? CloseAt(DateTimeOffset oldest)
    {
        if (options.Every <= TimeSpan.Zero) return null;
        var midnight = options.Zone.AtStartOfDay(oldest.ToInstant().InZone(options.Zone).Date).ToDateTimeOffset();
        var next = options.Zone.AtStartOfDay(oldest.ToInstant().InZone(options.Zone).Date.PlusDays(1)).ToDateTimeOffset();
        var periods = ((oldest - midnight).Ticks / options.Every.Ticks) + 1;
        var end = midnight + (options.Every * periods);
        return end < next ? end : next; // a day of 23 or 25 hours ends at midnight too
    }

    /// <inheritdoc/>
    public Task<DeliveryDecision> DeliverAsync(Delivery delivery, CancellationToken cancellationToken) =>
        Task.Run<DeliveryDecision>(() => Write(delivery, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private DeliveryDecision Write(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
            var batch = delivery.Batch;
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"readings-{batch.MadeAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{batch.After + 1:000000000000}-{batch.Last:000000000000}.{(options.Format == FileFormat.Csv ? "csv" : "ndjson")}");
            FileManifest manifest = new(name, batch);
            WholeFile.Write(options.Folder, name, file => Copy(delivery, file, manifest, cancellationToken));
            WholeFile.Write(options.Folder, name + ".manifest.json", manifest.Write);
            return new DeliveryDecision.Taken();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DeliveryDecision.Again($"{options.Folder} cannot be written: {SinkFailure.OfDisk(e)}", null);
        }
    }

    private void Copy(Delivery delivery, Stream file, FileManifest manifest, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ArrayBufferWriter<byte> buffer = new(1024 * 1024);
        if (options.Format == FileFormat.Csv) FeedCsv.WriteHeader(buffer);
        foreach (var part in delivery.Pages(PageSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = ((DeliveryPage.Readings)part).Page;
            foreach (var entry in page.Entries)
            {
                if (options.Format == FileFormat.Csv) FeedCsv.WriteLine(buffer, entry, page.CursorAfter(entry.Sequence));
                else FeedJson.WriteLine(buffer, entry, page.CursorAfter(entry.Sequence));
                manifest.Add(entry);
            }

            manifest.End(page);
            file.Write(buffer.WrittenSpan);
            hash.AppendData(buffer.WrittenSpan);
            buffer.ResetWrittenCount();
        }

        manifest.Seal(file.Position, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
