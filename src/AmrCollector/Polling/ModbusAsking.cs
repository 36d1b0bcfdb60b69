using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>What the Modbus dialogs share: the same PDUs in three wrappings, and the walk through a device's identification.</summary>
internal struct ModbusAsking(byte unit)
{
    private const byte DeviceFailure = ModbusException.DeviceFailure;

    private List<byte>? _objects;
    private byte _level;
    private byte _next;

    internal readonly byte Unit => unit;

    /// <summary>Writes the request PDU of <paramref name="question"/> and returns its length.</summary>
    internal int Begin(Question question, Span<byte> pdu)
    {
        _objects = null;
        return Write(question, pdu);
    }

    /// <summary>Writes the request for the objects that were announced and returns its length.</summary>
    internal readonly int Continue(Span<byte> pdu) => ModbusRequest.ReadDeviceIdentification(pdu, (IdentificationLevel)_level, _next);

    /// <summary>01 to 03 are facts about the registers; from 04 on the device or gateway is unwell now (dossier modbus.md §2).</summary>
    internal DialogReply Read(ModbusReply reply)
    {
        var from = Name(unit);
        if (reply.IsException)
        {
            var kind = reply.ExceptionCode < DeviceFailure ? DialogReplyKind.Refusal : DialogReplyKind.NotNow;
            return new(kind, [], reply.ExceptionCode, ModbusException.English(reply.ExceptionCode), from);
        }

        if (reply.Function != ModbusFunction.Encapsulated) return new(DialogReplyKind.Data, reply.Data.ToArray(), 0, "", from);
        (_objects ??= []).AddRange(reply.Objects);
        if (!reply.HasMoreObjects) return new(DialogReplyKind.Data, [.. _objects], 0, "", from);

        // A device that announces more but names no later object would be asked for ever.
        if (reply.NextObject <= _next && _objects.Count > reply.Objects.Length) return new(DialogReplyKind.Data, [.. _objects], 0, "", from);
        (_level, _next) = (reply.Pdu[2], reply.NextObject);
        return new(DialogReplyKind.More, [], 0, "", from);
    }

    /// <summary>Data bytes of the normal reply's PDU, function code included; the longest where it cannot be told.</summary>
    internal static int ReplyPduLength(Question question) => question switch
    {
        Question.Modbus read => 2 + read.Table.DataLength(read.Count),
        Question.ModbusFunction { Pdu: { Length: > 0 } pdu } => pdu.Span[0] switch
        {
            ModbusFunction.WriteCoil or ModbusFunction.WriteRegister or ModbusFunction.WriteCoils or ModbusFunction.WriteRegisters
                or ModbusFunction.Diagnostics => 5,
            ModbusFunction.MaskWrite => 7,
            ModbusFunction.ReadExceptionStatus => 2,
            ModbusFunction.ReadWriteRegisters => 2 + (2 * ((pdu.Span[3] << 8) | pdu.Span[4])),
            _ => 64,
        },
        _ => ModbusRequest.MaxPdu,
    };

    /// <summary>True when the reply to one could be taken for the reply to the other, where no id tells.</summary>
    internal static bool CouldAnswer(Question earlier, Question next)
    {
        Span<byte> first = stackalloc byte[1], second = stackalloc byte[1];
        (first[0], second[0]) = (FunctionOf(earlier), FunctionOf(next));
        return ModbusAnswer.CouldBeTakenFor(first, second);
    }

    internal static byte FunctionOf(Question question) => question switch
    {
        Question.Modbus read => (byte)read.Table,
        Question.ModbusFunction { Pdu: { Length: > 0 } pdu } => pdu.Span[0],
        _ => 0,
    };

    private static int Write(Question question, Span<byte> pdu)
    {
        switch (question)
        {
            case Question.Modbus read:
                return ModbusRequest.Read(pdu, read.Table, read.Start, read.Count);
            case Question.ModbusFunction function:
                function.Pdu.Span.CopyTo(pdu);
                return function.Pdu.Length;
            default:
                throw new NotSupportedException($"{question.GetType().Name} is no Modbus question");
        }
    }

    private static string Name(byte unit) => unit.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
