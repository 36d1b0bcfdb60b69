using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Tests.Protocol.Dlt645;

public sealed class FollowUpAssemblyTests
{
    private const uint Item = 0x03300201;

    [Fact]
    public void Parts_are_joined_without_identifier_and_sequence()
    {
        FollowUpAssembly assembly = new();
        assembly.Restart(new(Item));
        Assert.Equal(AssemblyVerdict.More, Add(assembly, 0xB1, Item, [0, 1, 2]));
        Assert.Equal(1, assembly.NextSequence);
        Assert.Equal(AssemblyVerdict.More, Add(assembly, 0xB2, Item, [3, 4, 1]));
        Assert.Equal(AssemblyVerdict.Complete, Add(assembly, 0x92, Item, [5, 2]));
        Assert.Equal([0, 1, 2, 3, 4, 5], assembly.Data.ToArray());
        Assert.Equal((true, (byte)0), (assembly.IsComplete, assembly.NextSequence));
    }

    [Fact]
    public void An_item_in_one_frame_is_complete_at_once()
    {
        FollowUpAssembly assembly = new();
        assembly.Restart(new(Item));
        Assert.Equal(AssemblyVerdict.Complete, Add(assembly, 0x91, Item, [7]));
    }

    [Theory]
    [InlineData(0x92, Item, new byte[] { 3, 2 })]
    [InlineData(0x92, Item, new byte[] { 3, 0 })]
    [InlineData(0x92, Item, new byte[] { })]
    [InlineData(0x92, Item + 1, new byte[] { 3, 1 })]
    [InlineData(0x91, Item, new byte[] { 3, 1 })]
    [InlineData(0xD2, Item, new byte[] { 2 })]
    [InlineData(0x12, Item, new byte[] { 1 })]
    public void A_part_that_is_not_due_is_refused_and_changes_nothing(byte control, uint id, byte[] data)
    {
        FollowUpAssembly assembly = new();
        assembly.Restart(new(Item));
        Add(assembly, 0xB1, Item, [0, 1, 2]);
        Assert.Equal(AssemblyVerdict.Refused, Add(assembly, control, id, data));
        Assert.Equal([0, 1, 2], assembly.Data.ToArray());
        Assert.Equal(AssemblyVerdict.Complete, Add(assembly, 0x92, Item, [3, 1]));
    }

    [Fact]
    public void An_endless_item_ends_at_the_limit()
    {
        FollowUpAssembly assembly = new();
        assembly.Restart(new(Item));
        var part = new byte[190];
        var verdict = Add(assembly, 0xB1, Item, part);
        for (byte sequence = 1; verdict == AssemblyVerdict.More; sequence++)
        {
            part[^1] = sequence;
            verdict = Add(assembly, 0xB2, Item, part);
        }

        Assert.Equal(AssemblyVerdict.Refused, verdict);
        Assert.InRange(assembly.Data.Length, 4096 - 190, 4096);
    }

    private static AssemblyVerdict Add(FollowUpAssembly assembly, byte control, uint id, byte[] data)
    {
        var plain = new byte[4 + data.Length];
        new DataId(id).WriteTo(plain);
        data.CopyTo(plain, 4);
        var buffer = new byte[Dlt645Frame.MaxLength];
        var length = Dlt645Frame.Write(buffer, Dlt645Address.Broadcast, control, plain);
        Assert.True(Dlt645Frame.TryParse(buffer.AsSpan(0, length), out var frame));
        return assembly.Add(frame);
    }
}
