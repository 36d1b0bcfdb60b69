using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Lines;

/// <summary>
/// Takes passwords and operator codes out of what is shown of a line: out of requests, out of their echo, which may come in pieces, and
/// out of replies that stand in one piece. One owner.
/// </summary>
internal sealed class SecretBlanking
{
    private const int ControlAt = 8;
    private const int FunctionMask = 0x1F;

    private byte[] _sent = [];
    private byte[] _blanked = [];
    private int _matched;

    /// <summary>A request goes out. Costs a look at one byte when it only reads.</summary>
    public void Note(ReadOnlySpan<byte> request)
    {
        if (_sent.Length > 0) (_sent, _blanked, _matched) = ([], [], 0);
        var frame = request[Dlt645Frame.PreambleLength(request)..];
        if (frame.Length <= ControlAt || (frame[ControlAt] & FunctionMask) is Dlt645Function.Read or Dlt645Function.ReadNext) return;
        var shown = frame.ToArray();
        if (Dlt645Secrets.BlankIn(shown) > 0) (_sent, _blanked) = (frame.ToArray(), shown);
    }

    /// <summary>A copy of the request noted last, without its secrets; FE bytes ahead of it stay.</summary>
    public byte[] OfSent(ReadOnlySpan<byte> request)
    {
        var shown = request.ToArray();
        _blanked.CopyTo(shown.AsSpan(shown.Length - _blanked.Length));
        return shown;
    }

    /// <summary>A copy of what was heard without secrets; where it repeats a request that held some, byte by byte from its start, they are blanked too.</summary>
    public byte[] OfHeard(ReadOnlySpan<byte> bytes)
    {
        var shown = bytes.ToArray();
        for (var i = 0; i < shown.Length && _sent.Length > 0; i++)
        {
            if (shown[i] != _sent[_matched]) _matched = 0;
            if (shown[i] != _sent[_matched]) continue;
            shown[i] = _blanked[_matched];
            _matched = (_matched + 1) % _sent.Length;
        }

        Dlt645Secrets.BlankAllIn(shown);
        return shown;
    }
}
