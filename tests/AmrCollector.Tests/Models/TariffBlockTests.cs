using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Models;

public sealed class TariffBlockTests
{
    private const int Tariffs = 64;
    private const int Rounds = 200;
    private static readonly DataId Block = new(0x0001FF00);
    private static readonly Dlt645Address Meter = Dlt645Address.FromWire([1, 0, 0, 0, 0, 0]);

    [Fact]
    public void A_block_of_64_tariffs_over_follow_up_frames_allocates_its_values_and_nothing_else()
    {
        FollowUpAssembly assembly = new();
        byte[][] parts = [Part(0xB1, 0, 49, []), Part(0x92, 49, 15, [1])];
        Question.Dlt645 question = new(Block) { Items = [.. Enumerable.Range(0, Tariffs).Select(Item)] };
        for (var warm = 0; warm < 50; warm++) Read(assembly, parts, question);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++) Read(assembly, parts, question);
        var used = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < Rounds; round++) GC.KeepAlive(new DecodedValue[Tariffs]);
        Assert.Equal(GC.GetAllocatedBytesForCurrentThread() - before, used);

        var values = Read(assembly, parts, question);
        Assert.Equal(Enumerable.Range(0, Tariffs).Select(tariff => (decimal?)(100 + tariff) / 100), values.Select(value => value.Number));
    }

    private static IReadOnlyList<DecodedValue> Read(FollowUpAssembly assembly, byte[][] parts, Question.Dlt645 question)
    {
        assembly.Restart(Block);
        foreach (var part in parts)
            if (!Dlt645Frame.TryParse(part, out var frame) || assembly.Add(frame) == AssemblyVerdict.Refused) return [];
        return ValueReader.Read(question, assembly.Data);
    }

    private static byte[] Part(byte control, int first, int count, byte[] sequence)
    {
        var data = new byte[4 + (4 * count) + sequence.Length];
        Block.WriteTo(data);
        for (var i = 0; i < count; i++) Bcd.Write(100 + first + i, data.AsSpan(4 + (4 * i), 4));
        sequence.CopyTo(data, data.Length - sequence.Length);
        var frame = new byte[Dlt645Frame.MaxLength];
        return frame[..Dlt645Frame.Write(frame, Meter, control, data)];
    }

    private static Item Item(int tariff) => new()
    {
        Obis = new(1, 0, 1, 8, (byte)tariff, 255),
        Name = "forward active energy",
        Unit = Unit.KilowattHour,
        Decimals = 2,
        IsRegister = true,
        Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4),
    };
}
