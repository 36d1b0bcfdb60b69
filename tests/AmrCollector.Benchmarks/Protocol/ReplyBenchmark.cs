using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;
using BenchmarkDotNet.Attributes;

namespace AmrCollector.Benchmarks.Protocol;

/// <summary>A 4-byte energy reply, from bytes to an exact number (bar: 100 ns, 0 bytes).</summary>
[MemoryDiagnoser]
public class ReplyBenchmark
{
    private static readonly byte[] Reply = Convert.FromHexString("FEFEFEFE6877441003000068910833333433AC3433334516");
    private Dlt645ReplyMatcher _matcher = null!;
    private Question.Dlt645 _question = null!;

    /// <summary>The reply to a read of 00010000, its checksum made good.</summary>
    [GlobalSetup]
    public void Ask()
    {
        if (!Dlt645Address.TryParse("000003104477", out var meter)) throw new InvalidOperationException("the address is not one");
        Dlt645Frame.Write(Reply.AsSpan(4), meter, 0x91, [0x00, 0x00, 0x01, 0x00, 0x79, 0x01, 0x00, 0x00]);
        _matcher = new(meter, Dlt645Function.Read, new DataId(0x00010000));
        var item = new Item
        {
            Obis = ObisCode.Parse("1-0:1.8.0"),
            Name = "forward active energy",
            Unit = Unit.KilowattHour,
            Decimals = 2,
            IsRegister = true,
            Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4) { Id = new DataId(0x00010000) },
        };
        _question = new(new DataId(0x00010000)) { Items = [item] };
        if (ScanAndDecode() != 1.79m || ToItem().Number != 1.79m) throw new InvalidOperationException("the reply is not read right");
    }

    /// <summary>Preamble, scan, attribution, value: what the protocol itself costs.</summary>
    [Benchmark(Baseline = true)]
    public decimal ScanAndDecode()
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        var length = Plain(data);
        return Bcd.TryRead(data[DataId.Length..length], out var raw) ? Quantity.Scaled(raw, 2) : -1;
    }

    /// <summary>The same, decoded by the model's item; its list of values is allocated.</summary>
    [Benchmark]
    public DecodedValue ToItem()
    {
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        var length = Plain(data);
        return ValueReader.Read(_question, data[DataId.Length..length])[0];
    }

    private int Plain(Span<byte> data)
    {
        ReadOnlySpan<byte> received = Reply;
        var found = _matcher.Look(received);
        while (found.Verdict is ReplyVerdict.Preamble or ReplyVerdict.Noise or ReplyVerdict.Foreign)
        {
            received = received[found.Length..];
            found = _matcher.Look(received);
        }

        return found.Verdict == ReplyVerdict.Ours && Dlt645Frame.TryParse(received[..found.Length], out var frame) ? frame.CopyData(data) : 0;
    }
}
