namespace AmrCollector.Lines;

/// <summary>
/// Another peer that says it is a line's, while the line has one that seems to live. The line's owner asks a meter over it, between its
/// exchanges, and then decides: an answer that counts is the proof.
/// </summary>
public sealed class LineClaim(ILine line, Action accept, Action<string> reject)
{
    /// <summary>The way to the peer, open until it leaves. Not to be disposed.</summary>
    public ILine Line { get; } = line;

    /// <summary>A meter of the line answered there: the line goes on over it, and the older connection ends. Nothing when it has left meanwhile.</summary>
    public void Accept() => accept();

    /// <summary>None did, and <paramref name="why"/>; it is dropped and the older connection stays.</summary>
    public void Reject(string why) => reject(why);
}
