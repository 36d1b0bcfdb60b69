using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>The registers of one reply, found by their address in the model, and the ratios remembered from before.</summary>
/// <param name="question">What was asked.</param>
/// <param name="bytes">Two bytes a register.</param>
/// <param name="ratios">Ratios of earlier replies; null when none are kept.</param>
internal readonly ref struct RegisterReply(Question.Modbus question, ReadOnlySpan<byte> bytes, RatioMemory? ratios)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal RatioMemory? Ratios => ratios;

    /// <summary>One coil or discrete input; false when the reply has it not.</summary>
    internal bool TryGetBit(ModbusTable table, int address, out bool isOn)
    {
        var at = address + question.Base - question.Start;
        var here = table == question.Table && at >= 0 && at < question.Count && at / 8 < _bytes.Length;
        isOn = here && ((_bytes[at / 8] >> (at % 8)) & 1) != 0;
        return here;
    }

    /// <summary>The bytes of <paramref name="count"/> registers; false when the reply has not all of them.</summary>
    internal bool TryGet(ModbusTable table, int address, int count, out ReadOnlySpan<byte> registers)
    {
        var start = (address + question.Base - question.Start) * 2;
        var here = table == question.Table && start >= 0 && start + (count * 2) <= _bytes.Length;
        registers = here ? _bytes.Slice(start, count * 2) : default;
        return here;
    }
}
