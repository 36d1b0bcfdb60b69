namespace AmrCollector.Lines.Tcp;

/// <summary>Tells when a non-blocking socket has something to read. One owner: a connection.</summary>
internal interface IReadiness : IDisposable
{
    /// <summary>
    /// To be told of the next arrival, after a read found nothing more; true when there is something already, and so no word will come.
    /// </summary>
    bool Await();
}
