namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>The millions are in the benchmark project (verb fuzz).</summary>
public sealed class FuzzTests
{
    private const int Seed = 645188;
    private const int Frames = 100_000;

    public static TheoryData<string> Protocols { get; } = [.. FuzzProtocols.All.Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public void A_mutated_frame_neither_throws_nor_loops_nor_passes_for_an_answer_it_is_not(string name)
    {
        var counts = new FuzzRun(Named(name)).Mutate(Seed, Frames);
        Assert.True(counts.Faulty == 0, $"{counts}\n{string.Join('\n', counts.Faults)}");
        Assert.True(counts is { Frames: Frames, Answered: > Frames / 100, Differing: > 0 }, counts.ToString());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void No_change_of_one_byte_or_one_bit_makes_another_value(string name)
    {
        var counts = new FuzzRun(Named(name)).ChangeEachByte();
        Assert.True(counts.Faulty == 0, $"{counts}\n{string.Join('\n', counts.Faults)}");
        Assert.True(counts.Frames > 1000, counts.ToString());
    }

    private static FuzzProtocol Named(string name) => FuzzProtocols.All.First(protocol => protocol.Name == name);
}
