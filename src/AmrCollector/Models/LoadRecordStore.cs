using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models;

/// <summary>The load records a DL/T 645-2007 meter keeps of one class (06cc0001, dossier §7).</summary>
/// <param name="Class">1 to 6; 4 holds the energy registers.</param>
/// <param name="Days">How many days back it keeps them.</param>
public sealed record LoadRecordStore(int Class, int Days)
{
    private const uint FromTime = 0x06000001;

    /// <summary>The question for up to <paramref name="count"/> records from a time of the meter's own clock on.</summary>
    public Question.LoadRecords Ask(DateTime from, int count) => new(new DataId(FromTime | ((uint)Class << 16)), count, from) { Items = [] };
}
