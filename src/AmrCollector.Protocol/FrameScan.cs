namespace AmrCollector.Protocol;

/// <summary>The outcome of one scan. Noise is a value, never an exception.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Length">Bytes the verdict is about; 0 for <see cref="ScanVerdict.NeedMore"/>.</param>
public readonly record struct FrameScan(ScanVerdict Verdict, int Length)
{
    /// <summary>A prefix of a possible frame, or nothing yet.</summary>
    public static FrameScan NeedMore => new(ScanVerdict.NeedMore, 0);

    /// <summary>The first <paramref name="length"/> bytes are one checked frame.</summary>
    public static FrameScan Frame(int length) => new(ScanVerdict.Frame, length);

    /// <summary>The first <paramref name="length"/> bytes belong to no frame.</summary>
    public static FrameScan Noise(int length) => new(ScanVerdict.Noise, length);
}
