using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Polling;

public sealed class LateRepliesTests
{
    private static readonly Question First = Registers(0);
    private static readonly Question SameShape = Registers(100);
    private static readonly TimeSpan Until = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_question_of_the_same_shape_waits_until_a_late_reply_can_no_longer_come()
    {
        var (late, dialog) = (new LateReplies(), new ModbusRtuDialog(1));
        late.Add(dialog, First, Until);
        Assert.Equal(Until, late.QuietUntil(dialog, SameShape, TimeSpan.FromSeconds(9)));
        Assert.Equal(TimeSpan.Zero, late.QuietUntil(dialog, SameShape, Until));
    }

    [Fact]
    public void Another_function_another_unit_and_a_transaction_id_need_no_wait()
    {
        var (late, dialog) = (new LateReplies(), new ModbusRtuDialog(1));
        late.Add(dialog, First, Until);
        Assert.Equal(TimeSpan.Zero, late.QuietUntil(dialog, new Question.Modbus(ModbusTable.Input, 100, 2) { Items = [] }, TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, late.QuietUntil(new ModbusRtuDialog(2), SameShape, TimeSpan.Zero));
        Assert.False(new ModbusTcpDialog(1).CouldAnswer(First, SameShape));
        Assert.True(new ModbusTcpDialog(1, ignoresTransaction: true).CouldAnswer(First, SameShape));
    }

    [Fact]
    public void A_late_exception_names_no_length_and_another_asker_may_be_of_the_same_unit()
    {
        var (late, dialog) = (new LateReplies(), new ModbusRtuDialog(1));
        late.Add(dialog, First, Until);
        Assert.Equal(Until, late.QuietUntil(dialog, Registers(100, 4), TimeSpan.Zero));
        Assert.Equal(Until, late.QuietUntil(new ModbusRtuDialog(1), SameShape, TimeSpan.Zero));
    }

    [Fact]
    public void A_reopened_line_forgets()
    {
        var (late, dialog) = (new LateReplies(), new ModbusRtuDialog(1));
        late.Add(dialog, First, Until);
        late.Clear();
        Assert.Equal(TimeSpan.Zero, late.QuietUntil(dialog, SameShape, TimeSpan.Zero));
    }

    private static Question.Modbus Registers(ushort start, byte count = 2) => new(ModbusTable.Holding, start, count) { Items = [] };
}
