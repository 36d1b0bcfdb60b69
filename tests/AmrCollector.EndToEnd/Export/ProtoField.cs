using System.Buffers.Binary;
using System.Text;

namespace AmrCollector.EndToEnd.Export;

/// <summary>One field of a protobuf message, read by the encoding's own rules.</summary>
/// <param name="Number">Its number in the message.</param>
/// <param name="Value">A varint's or fixed number's bits.</param>
/// <param name="Bytes">Content of a field with a length.</param>
internal readonly record struct ProtoField(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    public double Double => BitConverter.UInt64BitsToDouble(Value);

    /// <summary>The fields of <paramref name="message"/> in order; throws on anything that is none.</summary>
    public static IReadOnlyList<ProtoField> Of(ReadOnlyMemory<byte> message)
    {
        List<ProtoField> fields = [];
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message.Span, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    fields.Add(new(number, Varint(message.Span, ref at), default));
                    break;
                case 1:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.Span[at..]), default));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    fields.Add(new(number, 0, message.Slice(at, length)));
                    at += length;
                    break;
                case 5:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt32LittleEndian(message.Span[at..]), default));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"wire type {key & 7}");
            }
        }

        return fields;
    }

    /// <summary>The messages in the field <paramref name="number"/>.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> All(ReadOnlyMemory<byte> message, int number) => Of(message).Where(field => field.Number == number).Select(field => field.Bytes);

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
