using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>Talks DL/T 645-2007 to one address: read 11H, load records with their number and time, and follow-up 12H.</summary>
/// <param name="address">The meter's number, AA bytes allowed.</param>
/// <param name="alone">True when no other meter is on the line, so that a reply from AA..AA can only be its own.</param>
/// <param name="matcher">The one matcher of the line, where its dialogs share one: one question is open at a time. Else it has its own.</param>
public sealed class Dlt645Dialog(Dlt645Address address, bool alone = false, Dlt645ReplyMatcher? matcher = null) : IDialog
{
    private const int Preamble = 4;

    /// <summary>Data of a reply with the identifier and the time of a record.</summary>
    private const int RecordTime = DataId.Length + 5;

    /// <summary>The most data a reading reply has by the standard (dossier §1).</summary>
    private const int LongestBase = 200;

    private readonly Dlt645ReplyMatcher _matcher = matcher ?? new();
    private FollowUpAssembly? _parts;
    private int _longest = FollowUpAssembly.DefaultLimit;

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        (_matcher.Asked, _matcher.TakesAnonymous) = (address, alone);
        (_matcher.Function, _matcher.Id, _matcher.Sequence) = (Dlt645Function.Read, IdOf(question), null);
        (_parts, _matcher.RecordsFrom) = (null, default);
        _longest = Math.Max(FollowUpAssembly.DefaultLimit, question.WireBytes);
        if (question is not Question.LoadRecords records) return Dlt645Request.Read(request, address, _matcher.Id);
        if (records.From is not { } from) return Dlt645Request.ReadRecords(request, address, records.Id, records.Count);
        var time = new byte[Dlt645Clock.MinuteLength];
        Dlt645Clock.WriteMinute(time, from);
        _matcher.RecordsFrom = time;
        return Dlt645Request.ReadRecords(request, address, records.Id, records.Count, from);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => Preamble + Dlt645Frame.Overhead + Math.Max(DataLength(question), RecordTime);

    /// <inheritdoc/>
    public int FrameLength(Question question) => Dlt645Frame.Overhead + DataLength(question);

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame)
    {
        if (!Dlt645Frame.TryParse(frame, out var reply)) return default(DialogReply) with { Kind = DialogReplyKind.NotNow };
        var from = reply.Address.ToString();
        // A follow-up refused says nothing about the item: the whole is read again (dossier §6.4).
        if (reply.IsRefusal) return _parts is null ? Refusal(reply, from) : new(DialogReplyKind.NotNow, [], 0, "", from);
        if (!reply.HasMore && _parts is null) return new(DialogReplyKind.Data, PlainData(reply), 0, "", from);

        if (_parts is null)
        {
            _parts = new(_longest);
            _parts.Restart(_matcher.Id);
        }

        return _parts.Add(reply) switch
        {
            AssemblyVerdict.More => new(DialogReplyKind.More, [], 0, "", from),
            AssemblyVerdict.Complete => new(DialogReplyKind.Data, _parts.Data.ToArray(), 0, "", from),
            _ => new(DialogReplyKind.NotNow, [], 0, "", from),
        };
    }

    /// <inheritdoc/>
    public int AskMore(Span<byte> request)
    {
        var sequence = _parts!.NextSequence;
        (_matcher.Function, _matcher.Sequence, _matcher.RecordsFrom) = (Dlt645Function.ReadNext, sequence, default);
        return Dlt645Request.ReadNext(request, address, _matcher.Id, sequence);
    }

    /// <inheritdoc/>
    /// <remarks>A reply repeats the identifier, so only the same identifier could be mistaken.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => IdOf(earlier) == IdOf(next);

    private static int DataLength(Question question)
    {
        if (question is Question.LoadRecords) return LongestBase;
        if (question.Items.Count == 0) return RecordTime;
        var data = DataId.Length;
        foreach (var item in question.Items) data += ((Layout.Dlt645)item.Layout).Width;
        return Math.Min(data, Dlt645Frame.MaxData);
    }

    private static DataId IdOf(Question question) => question switch
    {
        Question.LoadRecords records => records.Id,
        _ => ((Question.Dlt645)question).Id,
    };

    private static DialogReply Refusal(Dlt645Frame reply, string from)
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        reply.CopyData(data);
        return new(DialogReplyKind.Refusal, [], data[0], Dlt645Error.English(data[0]), from);
    }

    private static byte[] PlainData(Dlt645Frame reply)
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        var length = reply.CopyData(data);
        return length <= DataId.Length ? [] : data[DataId.Length..length].ToArray();
    }
}
