using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using BenchmarkDotNet.Attributes;

namespace AmrCollector.Benchmarks.Protocol;

/// <summary>Total and 63 tariffs in one block over a follow-up frame, from bytes to exact numbers (bar: nothing allocated but the numbers).</summary>
[MemoryDiagnoser]
public class TariffBlock
{
    private const int Tariffs = 64;
    private static readonly DataId Block = new(0x0001FF00);
    private readonly FollowUpAssembly _assembly = new();
    private readonly Dlt645ReplyMatcher _matcher = new();
    private readonly byte[][] _parts = [Part(0xB1, 0, 49, []), Part(0x92, 49, 15, [1])];
    private readonly Question.Dlt645 _question = new(Block) { Items = [.. Enumerable.Range(0, Tariffs).Select(Item)] };

    /// <summary>The two frames, attributed, put together and read; the block's values.</summary>
    [Benchmark]
    public IReadOnlyList<DecodedValue> Read()
    {
        _assembly.Restart(Block);
        for (byte part = 0; part < 2; part++)
        {
            (_matcher.Asked, _matcher.Id) = (Dlt645Address.FromWire([1, 0, 0, 0, 0, 0]), Block);
            (_matcher.Function, _matcher.Sequence) = part == 0 ? (Dlt645Function.Read, (byte?)null) : (Dlt645Function.ReadNext, part);
            var found = _matcher.Look(_parts[part]);
            if (found.Verdict != ReplyVerdict.Ours || !Dlt645Frame.TryParse(_parts[part], out var frame)) throw new InvalidOperationException("not ours");
            if (_assembly.Add(frame) == AssemblyVerdict.Refused) throw new InvalidOperationException("refused");
        }

        return ValueReader.Read(_question, _assembly.Data);
    }

    /// <summary>The array the values stand in: what a read may allocate.</summary>
    [Benchmark(Baseline = true)]
    public IReadOnlyList<DecodedValue> ResultAlone() => new DecodedValue[Tariffs];

    private static byte[] Part(byte control, int first, int count, byte[] sequence)
    {
        var data = new byte[4 + (4 * count) + sequence.Length];
        Block.WriteTo(data);
        for (var i = 0; i < count; i++) Bcd.Write(100 + first + i, data.AsSpan(4 + (4 * i), 4));
        sequence.CopyTo(data, data.Length - sequence.Length);
        var frame = new byte[Dlt645Frame.MaxLength];
        return frame[..Dlt645Frame.Write(frame, Dlt645Address.FromWire([1, 0, 0, 0, 0, 0]), control, data)];
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
