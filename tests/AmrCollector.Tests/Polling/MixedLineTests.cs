using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

/// <summary>1997, 2007 and CJ/T 188 meters on one wire: none is ever given another's frame, however late, doubled or alike it comes.</summary>
public sealed class MixedLineTests
{
    private const string Number = "45 23 01 00 00 00";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly (IDialog Dialog, Question Question, string Ask, string Reply, string Data)[] Meters =
    [
        (Dialogs.For(MeterProtocol.Dlt645V2007, "12345", LineKind.Serial), new Question.Dlt645(new DataId(0x00010000)) { Items = [] },
            Frame(0x11, "00 00 01 00"), Frame(0x91, "00 00 01 00 07 00 00 00"), "07 00 00 00"),
        (Dialogs.For(MeterProtocol.Dlt645V1997, "12345", LineKind.Serial), new Question.Dlt645(new DataId(0x9010)) { Items = [], Edition = Dlt645Edition.V1997 },
            Frame(0x01, "10 90"), Frame(0x81, "10 90 97 00 00 00"), "97 00 00 00"),
        (Dialogs.For(MeterProtocol.Dlt645V1997, "AAAAAAAAAAAA", LineKind.Serial), new Question.Dlt645(new DataId(0x0000)) { Items = [], Edition = Dlt645Edition.V1997 },
            Dlt645V1997DialogTests.Frame("AA AA AA AA AA AA", 0x01, "00 00"), Frame(0x81, "00 00 98 00 00 00"), "98 00 00 00"),
        (Dialogs.For(MeterProtocol.Cjt188, "10:12345", LineKind.Serial), new Question.Cjt188(0x10, 0x901F, 5) { Items = [] },
            "", Water(0x81, 1, "88 00 00 00 2C"), "88 00 00 00 2C"),
    ];

    [Fact]
    public void No_question_takes_the_reply_or_the_request_of_another()
    {
        var request = new byte[300];
        foreach (var asked in Meters)
        {
            var length = asked.Dialog.Ask(asked.Question, request);
            if (asked.Ask.Length > 0) Assert.Equal(asked.Ask, Hex.Show(request.AsSpan(0, length)));
            foreach (var other in Meters)
            {
                var taken = Protocol.Wire.Run(asked.Dialog.Matcher, Hex.Of(other.Reply)).Reply is not null;
                Assert.True(taken == ReferenceEquals(asked.Dialog, other.Dialog), $"{asked.Ask} and {other.Reply}");
                if (other.Ask.Length > 0) Assert.Null(Protocol.Wire.Run(asked.Dialog.Matcher, Hex.Of(other.Ask)).Reply);
            }
        }
    }

    [Fact]
    public async Task Late_and_doubled_replies_of_the_others_are_set_aside()
    {
        var (v2007, v1997, water) = (Dialogs.For(MeterProtocol.Dlt645V2007, "12345", LineKind.Serial), Dialogs.For(MeterProtocol.Dlt645V1997, "12345", LineKind.Serial), Dialogs.For(MeterProtocol.Cjt188, "10:12345", LineKind.Serial));
        await using var line = new ScriptedLine($"""
            >> {Frame(0x11, "00 00 01 00")}
            << +1500ms {Meters[0].Reply}
            >> {Frame(0x01, "10 90")}
            << +10ms {Meters[0].Reply}
            << +10ms {Meters[1].Reply}
            << +10ms {Meters[1].Reply}
            >> {Water(0x01, 1, "")}
            << +10ms {Meters[1].Reply}
            << +10ms {Water(0x81, 1, "88 00 00 00 2C")}
            """);
        var questioner = new Questioner(line, line.Time);
        Assert.IsType<ExchangeOutcome.Silent>(await questioner.AskAsync(v2007, Meters[0].Question, Timeout, 1, CancellationToken.None));
        Assert.Equal("97 00 00 00", await DataAsync(questioner, v1997, Meters[1].Question));
        Assert.Equal("88 00 00 00 2C", await DataAsync(questioner, water, Meters[3].Question));
        Assert.Empty(line.Left);
    }

    private static async Task<string> DataAsync(Questioner questioner, IDialog dialog, Question question) =>
        Hex.Show(Assert.IsType<ExchangeOutcome.Answered>(await questioner.AskAsync(dialog, question, Timeout, 1, CancellationToken.None)).Data.Span);

    private static string Frame(byte control, string plain) => Dlt645V1997DialogTests.Frame(Number, control, plain);

    private static string Water(byte control, byte sequence, string data)
    {
        Assert.True(Cjt188Address.TryParse("10:12345", out var address));
        var buffer = new byte[Cjt188Frame.MaxLength];
        byte[] all = [0x90, 0x1F, sequence, .. data.Length == 0 ? [] : Hex.Of(data)];
        return Hex.Show(buffer.AsSpan(0, Cjt188Frame.Write(buffer, address, control, all)));
    }
}
