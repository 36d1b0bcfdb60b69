using AmrCollector.Lines;
using AmrCollector.Polling.Turns;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Turns;

public sealed class ConfusionTests
{
    private const string One = "68 01 00 00 00 00 00 68 11 04 33 33 34 33 B3 16";
    private const string Two = "68 02 00 00 00 00 00 68 11 04 33 33 34 33 B4 16";
    private const string OneOtherItem = "68 01 00 00 00 00 00 68 11 04 33 34 34 35 B6 16";
    private const string Everybody = "FE FE 68 AA AA AA AA AA AA 68 11 04 33 33 34 33 AE 16";
    private const string Rtu = "01 03 00 00 00 02 C4 0B";
    private const string RtuElsewhere = "01 03 00 10 00 03 04 0E";
    private const string Water = "68 10 01 00 00 18 09 20 18 01 03 90 1F 00 85 16";
    private const string OtherWater = "68 10 02 00 00 18 09 20 18 01 03 90 1F 00 86 16";
    private const string WaterOtherItem = "68 10 01 00 00 18 09 20 18 01 03 D1 20 00 C7 16";
    private const string AnyModule = "68 AA AA AA AA AA AA AA AA 01 03 90 1F 07 72 16";
    private const string RtuOtherUnit = "02 03 00 00 00 02 C4 38";

    [Theory]
    [InlineData(One, One, true)]
    [InlineData(One, Two, false)]
    [InlineData(One, OneOtherItem, false)]
    [InlineData(Everybody, One, true)]
    [InlineData(One, Everybody, true)]
    [InlineData(One, Rtu, false)]
    [InlineData(Rtu, RtuElsewhere, true)]
    [InlineData(Rtu, RtuOtherUnit, false)]
    [InlineData(AnyModule, Water, true)]
    [InlineData(Water, AnyModule, true)]
    [InlineData(Water, OtherWater, false)]
    [InlineData(Water, WaterOtherItem, false)]
    [InlineData(AnyModule, One, false)]
    public void Requests_are_confused_when_one_late_reply_could_answer_both(string earlier, string next, bool possible) =>
        Assert.Equal(possible, Confusion.IsPossible(Hex.Of(earlier), Hex.Of(next), mbap: false));

    [Theory]
    [InlineData(Everybody, LineKind.Serial, true)]
    [InlineData(Rtu, LineKind.Tcp, true)]
    [InlineData("00 01 00 00 00 06 05 04 00 00 00 02", LineKind.ModbusTcp, true)]
    [InlineData("00 01 00 00 00 06 05 06 00 00 00 02", LineKind.ModbusTcp, false)]
    [InlineData("01 06 00 01 00 03 98 0B", LineKind.Serial, false)]
    [InlineData("01 03 00 00 00 02 C4 0C", LineKind.Serial, false)]
    [InlineData("68 99 99 99 99 99 99 68 08 06 33 33 33 33 33 33 A6 16", LineKind.Serial, false)]
    [InlineData("", LineKind.Serial, false)]
    public void Only_what_is_known_to_read_is_a_read(string request, LineKind line, bool isRead) =>
        Assert.Equal(isRead, TurnIntent.IsRead(Hex.Of(request), line));
}
