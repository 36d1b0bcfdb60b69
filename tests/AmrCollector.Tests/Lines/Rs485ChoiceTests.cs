using AmrCollector.Lines.Serial;

namespace AmrCollector.Tests.Lines;

public sealed class Rs485ChoiceTests
{
    private const int NotATty = 25;

    [Theory]
    [InlineData("off", 0, Rs485Mode.Off, 0)]
    [InlineData("rts", 0, Rs485Mode.Rts, 0)]
    [InlineData("kernel", 0, Rs485Mode.Kernel, 1)]
    [InlineData("kernel", NotATty, null, 1)]
    [InlineData("auto", 0, Rs485Mode.Kernel, 1)]
    [InlineData("auto", NotATty, Rs485Mode.Rts, 1)]
    internal void The_kernel_switches_where_it_can_and_rts_elsewhere(string wanted, int driverSays, Rs485Mode? expected, int asked)
    {
        var asks = 0;
        var mode = Rs485Choice.Of(wanted, () =>
        {
            asks++;
            return driverSays;
        });
        Assert.Equal((expected, asked), (mode, asks));
    }
}
