using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>
/// Talks DL/T 645-1997 to one address: read 01, follow-up 02, read again 03 after noise. 99..99 and AA.. are answered by the only meter
/// there is (dossier §15).
/// </summary>
/// <param name="address">The meter's number, AA bytes or 99..99 allowed.</param>
/// <param name="alone">True when no other meter is on the line, so that a reply from AA..AA can only be its own.</param>
public sealed class Dlt645V1997Dialog(Dlt645Address address, bool alone = false) : IDialog
{
    private const int Preamble = 4;
    private const int IdLength = Dlt645Request97.IdLength;
    private const int DateTimeWidth = 4;
    private const byte Terminator = 0xAA;

    private readonly Dlt645ReplyMatcher _matcher = new()
    {
        Asked = address == Dlt645Address.Broadcast ? Dlt645Address.AnyMeter : address,
        IdLength = IdLength,
        TakesAnonymous = alone,
    };

    private readonly List<byte> _parts = [];
    private Question.Dlt645? _question;
    private int _lastPart;
    private bool _refusesReadAgain;

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    private ushort Id => (ushort)_matcher.Id.Value;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        Begin((Question.Dlt645)question, Dlt645Function.Read97);
        return Dlt645Request97.Read(request, address, Id);
    }

    /// <inheritdoc/>
    /// <remarks>The meter sends its last data again, identifier included; one that does not know 03 is asked with 01 from then on.</remarks>
    public int AskAgain(Question question, Span<byte> request)
    {
        // Of a long reply only the last part would come again.
        if (_refusesReadAgain || _lastPart > 0) return Ask(question, request);
        _refusesReadAgain = true;
        Begin((Question.Dlt645)question, Dlt645Function.ReadAgain97);
        return Dlt645Request97.ReadAgain(request, address);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => Preamble + FrameLength(question) + 1;

    /// <inheritdoc/>
    public int FrameLength(Question question)
    {
        if (question.Items.Count == 0) return Dlt645Frame.Overhead + IdLength + DateTimeWidth;
        var data = IdLength;
        foreach (var item in question.Items) data += ((Layout.Dlt645)item.Layout).Width;
        return Dlt645Frame.Overhead + Math.Min(data, Dlt645Frame.MaxData);
    }

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame)
    {
        if (!Dlt645Frame.TryParse(frame, out var reply)) return default(DialogReply) with { Kind = DialogReplyKind.NotNow };
        var from = reply.Address.ToString();
        Span<byte> buffer = stackalloc byte[Dlt645Frame.MaxData];
        ReadOnlySpan<byte> plain = buffer[..reply.CopyData(buffer)];
        if (reply.IsRefusal) return Refusal(plain, from);
        if (_matcher.Function == Dlt645Function.ReadAgain97) _refusesReadAgain = false;
        var part = plain.Length > IdLength ? plain[IdLength..] : [];
        if (!TryTake(part)) return new(DialogReplyKind.NotNow, [], 0, "", from);
        if (reply.HasMore) return new(DialogReplyKind.More, [], 0, "", from);
        return WithoutTerminators([.. _parts]) is { } data
            ? new(DialogReplyKind.Data, data, 0, "", from)
            : new(DialogReplyKind.Refusal, [], 0, "the parts of the block cannot be told apart", from);
    }

    /// <inheritdoc/>
    public int AskMore(Span<byte> request)
    {
        _matcher.Function = Dlt645Function.ReadNext97;
        return Dlt645Request97.ReadNext(request, address, Id);
    }

    /// <inheritdoc/>
    /// <remarks>A reply repeats the identifier, so only the same identifier could be mistaken.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => ((Question.Dlt645)earlier).Id == ((Question.Dlt645)next).Id;

    private void Begin(Question.Dlt645 question, byte function)
    {
        _question = question;
        (_matcher.Function, _matcher.Id) = (function, question.Id);
        _parts.Clear();
        _lastPart = 0;
    }

    private DialogReply Refusal(ReadOnlySpan<byte> plain, string from) => _matcher.Function == Dlt645Function.Read97
        ? new(DialogReplyKind.Refusal, [], plain[0], Dlt645Error.English(plain[0], Dlt645Edition.V1997), from)
        : new(DialogReplyKind.NotNow, [], plain[0], "", from);

    /// <summary>Parts carry no number: one that equals the part before it may be that part once more, so nothing is taken then.</summary>
    private bool TryTake(ReadOnlySpan<byte> part)
    {
        var isNext = _matcher.Function == Dlt645Function.ReadNext97;
        if (isNext && (part.IsEmpty || part.SequenceEqual(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_parts)[_lastPart..]))) return false;
        if (_parts.Count + part.Length > FollowUpAssembly.DefaultLimit) return false;
        _lastPart = _parts.Count;
        _parts.AddRange(part);
        return true;
    }

    /// <summary>
    /// A block over all quantities (90FF) closes each quantity's sub-block with AA, and only that tells how long each is. Null when the
    /// AAs do not stand where the items say.
    /// </summary>
    private byte[]? WithoutTerminators(byte[] data)
    {
        if (_question is not { Items.Count: > 0 } asked || (Id & 0xF0) != 0xF0 || data.Length == 0) return data;
        List<byte> bare = new(data.Length);
        var at = 0;
        for (var first = 0; first < asked.Items.Count;)
        {
            var width = 0;
            for (var quantity = Quantity(asked.Items[first]); first < asked.Items.Count && Quantity(asked.Items[first]) == quantity; first++)
                width += ((Layout.Dlt645)asked.Items[first].Layout).Width;
            if (at + width >= data.Length || data[at + width] != Terminator) return null;
            bare.AddRange(data.AsSpan(at, width));
            at += width + 1;
        }

        return at == data.Length ? [.. bare] : null;
    }

    private static uint? Quantity(Item item) => ((Layout.Dlt645)item.Layout).Id?.Value & 0xF0;
}
