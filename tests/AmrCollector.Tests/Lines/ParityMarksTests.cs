using AmrCollector.Lines.Serial;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Lines;

public sealed class ParityMarksTests
{
    [Theory]
    [InlineData("68 11 16", "68 11 16", 0)]
    [InlineData("68 FF FF 16", "68 FF 16", 0)]
    [InlineData("68 FF 00 33 16", "68 16", 1)]
    [InlineData("FF 00 FF 16", "16", 1)]
    [InlineData("FF FF 00 33", "FF 00 33", 0)]
    [InlineData("FF 00 00 FF 00 00", "", 2)]
    public void A_marked_character_is_dropped_and_counted_at_every_cut(string read, string kept, int errors)
    {
        var bytes = Hex.Of(read);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            ParityMarks marks = new();
            var (front, back) = (bytes[..cut], bytes[cut..]);
            byte[] all = [.. front.AsSpan(0, marks.Decode(front)), .. back.AsSpan(0, marks.Decode(back))];
            Assert.Equal(kept, Hex.Show(all));
            Assert.Equal(errors, marks.Errors);
        }
    }

    [Fact]
    public void What_the_driver_doubles_comes_back_as_it_was() =>
        Prop.ForAll<byte[]>(sent =>
        {
            var doubled = sent.SelectMany(value => value == 0xFF ? new[] { value, value } : [value]).ToArray();
            ParityMarks marks = new();
            return doubled.AsSpan(0, marks.Decode(doubled)).SequenceEqual(sent) && marks.Errors == 0;
        }).QuickCheckThrowOnFailure();
}
