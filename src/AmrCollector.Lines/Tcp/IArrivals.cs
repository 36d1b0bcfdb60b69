namespace AmrCollector.Lines.Tcp;

/// <summary>Who reads a socket.</summary>
internal interface IArrivals
{
    /// <summary>There is something to read, or the end; <paramref name="mayBeOver"/> when it can be the end. Called on the thread that hears it; must not block.</summary>
    void OnReady(bool mayBeOver);
}
