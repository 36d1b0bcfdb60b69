using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>A request and the reply that a meter gave to it.</summary>
/// <param name="Meet">Makes what talks to that meter.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Before">The parts read before <paramref name="Reply"/>; empty for a reply in one frame.</param>
/// <param name="Reply">The reply, wake-up bytes included.</param>
/// <param name="Echoed">How many bytes at the front of the reply are those of the request, whatever they are: the transaction of MBAP.</param>
/// <param name="Unsealed">Reply bytes that no check of the protocol covers (the data behind an MBAP header, which has no checksum).</param>
public sealed record FuzzCase(Func<IDialog> Meet, Question Question, IReadOnlyList<byte[]> Before, byte[] Reply, int Echoed, Range Unsealed)
{
    private readonly byte[] _request = new byte[300];

    /// <summary>Talks to the meter since the last <see cref="Ask"/>.</summary>
    public IDialog Dialog { get; private set; } = Meet();

    /// <summary>Asks, afresh, up to the request that <see cref="Reply"/> answers.</summary>
    public ReadOnlyMemory<byte> Ask()
    {
        Dialog = Meet();
        var length = Dialog.Ask(Question, _request);
        foreach (var part in Before)
        {
            if (Dialog.Read(part).Kind != DialogReplyKind.More) throw new InvalidOperationException($"{Convert.ToHexString(part)} is no part");
            length = Dialog.AskMore(_request);
        }

        return _request.AsMemory(0, length);
    }

    /// <summary>The bytes as they would be heard after <paramref name="request"/>.</summary>
    public byte[] Heard(byte[] bytes, ReadOnlySpan<byte> request)
    {
        if (Echoed == 0 || !bytes.AsSpan().StartsWith(Reply.AsSpan(0, Echoed))) return bytes;
        var heard = (byte[])bytes.Clone();
        request[..Echoed].CopyTo(heard);
        return heard;
    }

    /// <summary>What the dialog makes of a frame it calls its own, in words.</summary>
    public FuzzAnswer Read(ReadOnlySpan<byte> frame)
    {
        var reply = Dialog.Read(frame);
        if (reply.Kind != DialogReplyKind.Data) return new(reply.Kind, [], reply.Kind == DialogReplyKind.Refusal ? "refused" : reply.Kind.ToString());
        var values = Question switch
        {
            Question.Dlt645 dlt645 => ValueReader.Read(dlt645, reply.Data),
            Question.Cjt188 cjt188 => ValueReader.Read(cjt188, reply.Data),
            Question.Modbus modbus => ValueReader.Read(modbus, reply.Data),
            _ => throw new NotSupportedException($"{Question.GetType().Name}"),
        };
        return new(reply.Kind, reply.Data, string.Join("; ", values.Select(Words)));
    }

    private static string Words(DecodedValue value) =>
        value.Fault is null ? $"{value.Item.Obis}={value.Number}{value.Text} {value.ClockTime:s}" : $"{value.Item.Obis} has no value";
}
