using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>What Modbus dialogs share: the same PDU in two wrappings.</summary>
internal static class ModbusQuestions
{
    private const byte DeviceFailure = 0x04;

    internal static ReadRegisters Request(byte unit, Question question)
    {
        var registers = (Question.Modbus)question;
        return new(unit, registers.Table, registers.Start, registers.Count);
    }

    /// <summary>01 to 03 are facts about the registers; from 04 on the device or gateway is unwell now (dossier modbus.md §2).</summary>
    internal static DialogReply Read(ModbusReply reply, byte unit)
    {
        var from = unit.ToString();
        if (!reply.IsException) return new(DialogReplyKind.Data, reply.Registers.ToArray(), 0, "", from);
        var kind = reply.ExceptionCode < DeviceFailure ? DialogReplyKind.Refusal : DialogReplyKind.NotNow;
        return new(kind, [], reply.ExceptionCode, ModbusException.English(reply.ExceptionCode), from);
    }
}
