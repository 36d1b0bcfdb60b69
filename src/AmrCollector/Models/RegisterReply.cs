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

    /// <summary>The bytes of <paramref name="count"/> registers; false when the reply has not all of them.</summary>
    internal bool TryGet(ModbusTable table, int address, int count, out ReadOnlySpan<byte> registers)
    {
        var start = (address + question.Base - question.Start) * 2;
        var here = table == question.Table && start >= 0 && start + (count * 2) <= _bytes.Length;
        registers = here ? _bytes.Slice(start, count * 2) : default;
        return here;
    }
}
