namespace AmrCollector.Protocol.Dlt645;

/// <summary>
/// Puts the parts of one long item together: 91 or B1 first, then 92 or B2 with rising SEQ (DL/T 645-2007, 7.2; dossier §6).
/// Holds at most <paramref name="limit"/> bytes; reusable after <see cref="Restart"/>.
/// </summary>
/// <param name="limit">The most plain data bytes, identifier and SEQ not counted.</param>
public sealed class FollowUpAssembly(int limit = FollowUpAssembly.DefaultLimit)
{
    /// <summary>Longer than the longest item of the standard (03300801, 1026 bytes).</summary>
    public const int DefaultLimit = 4096;

    private byte[] _data = new byte[256];
    private int _length;
    private bool _begun;

    /// <summary>The item being put together.</summary>
    public DataId Id { get; private set; }

    /// <summary>The SEQ to ask for next, 1..255; 0 before the first part and after the last.</summary>
    public byte NextSequence { get; private set; }

    /// <summary>True once the last part was taken.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The plain data so far, without identifiers and SEQ. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Data => _data.AsSpan(0, _length);

    /// <summary>Forgets everything and expects the first part of <paramref name="id"/>.</summary>
    public void Restart(DataId id) => (Id, _length, _begun, NextSequence, IsComplete) = (id, 0, false, 0, false);

    /// <summary>Takes the next part, address already checked. After <see cref="AssemblyVerdict.Refused"/> the assembly stays as it was.</summary>
    public AssemblyVerdict Add(Dlt645Frame part)
    {
        var expected = _begun ? Dlt645Function.ReadNext : Dlt645Function.Read;
        if (IsComplete || !part.IsReply || part.IsRefusal || part.Function != expected) return AssemblyVerdict.Refused;

        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        plain = plain[..part.CopyData(plain)];
        var tail = _begun ? 1 : 0;
        if (plain.Length < DataId.Length + tail || DataId.FromWire(plain) != Id) return AssemblyVerdict.Refused;
        if (_begun && plain[^1] != NextSequence) return AssemblyVerdict.Refused;

        return Take(plain[DataId.Length..^tail], part.HasMore);
    }

    private AssemblyVerdict Take(ReadOnlySpan<byte> data, bool more)
    {
        if (_length + data.Length > limit || (more && NextSequence == byte.MaxValue)) return AssemblyVerdict.Refused;
        if (_length + data.Length > _data.Length) Array.Resize(ref _data, Math.Min(limit, Math.Max(_data.Length * 2, _length + data.Length)));
        data.CopyTo(_data.AsSpan(_length));
        _length += data.Length;
        _begun = true;
        IsComplete = !more;
        NextSequence = (byte)(more ? NextSequence + 1 : 0);
        return more ? AssemblyVerdict.More : AssemblyVerdict.Complete;
    }
}
