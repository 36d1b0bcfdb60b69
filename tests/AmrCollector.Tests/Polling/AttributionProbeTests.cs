using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Polling;

/// <summary>
/// The probe of attribution: on every road, after every disturbance, what is read next is right, and nothing wrong is ever taken. Same
/// function, same length, another start: only the time and the transaction id could tell the replies apart.
/// </summary>
public sealed class AttributionProbeTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    public static TheoryData<string, Disturbance> Columns
    {
        get
        {
            TheoryData<string, Disturbance> data = [];
            foreach (var road in (string[])["rtu", "rtu-over-tcp", "ascii", "mbap", "mbap-no-id"])
                foreach (var disturbance in Enum.GetValues<Disturbance>()) data.Add(road, disturbance);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task After_a_disturbance_the_next_readings_are_right(string road, Disturbance disturbance)
    {
        for (var attempts = 1; attempts <= 3; attempts++)
        {
            await ReadAllAsync(road, disturbance, attempts, wrongAllowed: 1, 2);
            await ReadAllAsync(road, disturbance, attempts, wrongAllowed: 4, 0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    [Theory]
    [InlineData("rtu")]
    [InlineData("rtu-over-tcp")]
    [InlineData("ascii")]
    [InlineData("mbap")]
    public async Task Whatever_does_not_stop_a_reply_does_not_stop_a_reading(string road)
    {
        Disturbance[] harmless =
        [
            Disturbance.None, Disturbance.Echo, Disturbance.Dribble, Disturbance.OtherUnit, Disturbance.OtherTransaction, Disturbance.StrayByte,
            Disturbance.SameReplyTwice, Disturbance.SameReplyTwiceLater, Disturbance.SameReplyTwiceMuchLater,
        ];
        foreach (var disturbance in harmless) await ReadAllAsync(road, disturbance, attempts: 3, wrongAllowed: 0, 2);
    }

    [Fact]
    public async Task A_pause_of_almost_a_second_inside_an_ascii_reply_is_waited_out()
    {
        await using var line = new Support.ScriptedLine(
            """
            >> 3A 30 31 30 33 30 30 30 30 30 30 30 31 46 42 0D 0A
            << +950ms 3A 30 31 30 33 30
            << +950ms 32 30
            << +950ms 37 44 30 32 33
            """ + "\n<< +20ms 0D 0A");
        var outcome = await new Questioner(line, line.Time).AskAsync(
            new ModbusAsciiDialog(1), new Question.Modbus(ModbusTable.Holding, 0, 1) { Items = [] }, TimeSpan.FromSeconds(1), 1, CancellationToken.None);
        Assert.Equal("07 D0", Support.Hex.Show(Assert.IsType<ExchangeOutcome.Answered>(outcome).Data.Span));
    }

    private static async Task ReadAllAsync(string road, Disturbance disturbance, int attempts, int wrongAllowed, params int[] disturbed)
    {
        await using var line = new DisturbedUnit(road, Timeout, disturbance, disturbed);
        var questioner = new Questioner(line, line.Time);
        var dialog = Dialogs.For(MeterProtocol.Modbus, "5", line.Uri);
        var unanswered = 0;
        for (var i = 0; i < 12; i++)
        {
            var question = new Question.Modbus(ModbusTable.Holding, (ushort)(100 * i), 3) { Items = [] };
            var asking = questioner.AskAsync(dialog, question, Timeout, attempts, CancellationToken.None).AsTask();
            while (!asking.IsCompleted)
            {
                if (line.Time.Waiting > 0) line.Time.Advance(TimeSpan.FromMilliseconds(5));
                else await Task.Yield();
            }

            if (await asking is ExchangeOutcome.Answered answer) Assert.Equal(Expected(100 * i), Support.Hex.Show(answer.Data.Span));
            else unanswered++;
        }

        Assert.True(unanswered <= (disturbed.Length == 1 ? wrongAllowed : 12 - wrongAllowed), $"{unanswered} of 12 questions had no answer");
    }

    private static string Expected(int start) => Support.Hex.Show([.. Enumerable.Range(1000 + start, 3).SelectMany(value => (byte[])[(byte)(value >> 8), (byte)value])]);
}
