using AmrCollector.Models;
using AmrCollector.Protocol;

namespace AmrCollector.Polling;

/// <summary>How one meter is talked to: a question becomes request bytes, an answering frame becomes data. Pure; one owner.</summary>
public interface IDialog
{
    /// <summary>Says which frames answer the request written last.</summary>
    IReplyMatcher Matcher { get; }

    /// <summary>Writes the request into <paramref name="request"/> (at least 520 bytes) and returns its length.</summary>
    int Ask(Question question, Span<byte> request);

    /// <summary>
    /// Writes the request that has an answer heard among noise confirmed; the same question was answered by the exchange before. Where
    /// a protocol has no word of its own for that, the question is asked once more.
    /// </summary>
    int AskAgain(Question question, Span<byte> request) => Ask(question, request);

    /// <summary>Bytes of the expected reply, for its time on the wire.</summary>
    int ReplyLength(Question question);

    /// <summary>Bytes of the expected frame alone, when the meter gives all that is asked; preamble not counted.</summary>
    int FrameLength(Question question) => ReplyLength(question);

    /// <summary>Reads a frame that <see cref="Matcher"/> called ours.</summary>
    DialogReply Read(ReadOnlySpan<byte> frame);

    /// <summary>Writes the request for the next part after <see cref="DialogReplyKind.More"/> and returns its length.</summary>
    int AskMore(Span<byte> request);

    /// <summary>
    /// True when a late reply to <paramref name="earlier"/> could be taken for the reply to <paramref name="next"/>:
    /// the wire tells the two apart by nothing.
    /// </summary>
    bool CouldAnswer(Question earlier, Question next);

    /// <summary>True when <paramref name="other"/> talks to the same meter, so that their replies could be mixed up.</summary>
    bool IsSameMeter(IDialog other) => ReferenceEquals(this, other);

    /// <summary>Silence that may fall inside one reply of this protocol; once a reply has begun, it extends the deadline. 0: none.</summary>
    TimeSpan Pause => TimeSpan.Zero;
}
