using AmrCollector.Protocol;

namespace AmrCollector.Lines.DialIn;

/// <summary>What a look for a registration packet gave.</summary>
/// <param name="Verdict"><see cref="ScanVerdict.Frame"/> when there is one, else <see cref="ScanVerdict.NeedMore"/>.</param>
/// <param name="Id">Who the unit says it is; empty when there is no packet.</param>
/// <param name="Start">First byte of the packet.</param>
/// <param name="End">First byte after it.</param>
/// <param name="MayGoOn">True when it ends where the received bytes end, so that the next byte may still belong to the id.</param>
public readonly record struct RegistrationScan(ScanVerdict Verdict, string Id, int Start, int End, bool MayGoOn)
{
    /// <summary>No packet yet.</summary>
    public static RegistrationScan NeedMore => new(ScanVerdict.NeedMore, "", 0, 0, false);

    /// <summary>A packet.</summary>
    public static RegistrationScan Found(string id, int start, int end, bool mayGoOn) => new(ScanVerdict.Frame, id, start, end, mayGoOn);
}
