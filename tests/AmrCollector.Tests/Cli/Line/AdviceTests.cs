using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Tests.Cli.Line;

/// <summary>Each symptom alone leads to its own sentence.</summary>
public sealed class AdviceTests
{
    private static readonly Symptoms Serial = Seen("serial:/dev/ttyUSB0?baud=2400");
    private static readonly Symptoms Box = Seen("tcp://10.0.3.7:4001");
    private static readonly Symptoms Gateway = Seen("modbus+tcp://10.0.3.9:502");

    public static TheoryData<string, string, string?> Table()
    {
        Dictionary<Symptoms, (string Says, string? Option)> table = new()
        {
            [Serial with { Silent = 10 }] = ("Swap A and B", null),
            [Serial with { Silent = 10, Echoes = 10, Line = Uri("serial:/dev/ttyUSB0?echo=on") }] = ("the adapter work", null),
            [Box with { Silent = 10 }] = ("the box's own serial speed", null),
            [Gateway with { Silent = 10 }] = ("Check the unit address", null),
            [Gateway with { GatewayCode = 0x0B }] = ("the unit is not", null),
            [Gateway with { GatewayCode = 0x0A }] = ("no way to this unit", null),
            [Serial with { Noisy = 10, CharacterErrors = 40 }] = ("wrong speed or parity", null),
            [Serial with { Garbled = 10 }] = ("several meters answer at once", null),
            [Serial with { Answered = 10, Echoes = 10 }] = ("echo", "echo=on"),
            [Serial with { Answered = 8, Garbled = 2 }] = ("2 of 10 came damaged", null),
            [Serial with { Answered = 8, Late = 2, FirstByte = Times(1200) }] = ("Raise the timeout to 1850ms", "timeout=1850ms"),
            [Serial with { Answered = 8, Silent = 2 }] = ("loose clamp", null),
            [Serial with { Answered = 8, Silent = 2, HelpfulPause = TimeSpan.FromMilliseconds(200) }] = ("Add gap=200ms", "gap=200ms"),
            [Serial with { Answered = 9, Foreign = 1 }] = ("another master asks", null),
            [Serial with { Answered = 10, Refusal = "no such data" }] = ("alive and refuses: no such data", null),
            [Serial with { Answered = 10, FirstByte = Times(30) }] = ("is enough here", "timeout=100ms"),
        };
        TheoryData<string, string, string?> rows = [];
        foreach (var (seen, (says, option)) in table)
        {
            var only = Assert.Single(Advice.For(seen));
            rows.Add($"{only.Means} {only.Try}", says, option is null ? only.Option is null ? null : "unexpected" : option == only.Option ? null : only.Option);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_symptom_leads_to_one_sentence(string advice, string says, string? wrongOption)
    {
        Assert.Contains(says, advice, StringComparison.Ordinal);
        Assert.Null(wrongOption);
    }

    [Fact]
    public void A_healthy_line_needs_none() => Assert.Empty(Advice.For(Serial with { Answered = 10, FirstByte = Times(300) }));

    [Fact]
    public void Nobody_asked_nothing_said() => Assert.Empty(Advice.For(Serial with { Asked = 0 }));

    [Fact]
    public void A_command_to_paste_is_never_broken_by_the_shell() =>
        Assert.Contains("amr watch 'serial:/dev/ttyUSB0?baud=9600&format=8N1'",
            Advice.For(Serial with { Line = Uri("serial:/dev/ttyUSB0?baud=9600&format=8N1"), Answered = 9, Foreign = 1 })[0].Try, StringComparison.Ordinal);

    [Fact]
    public void Sentences_are_broken_at_80_columns_and_words_are_not()
    {
        using StringWriter writer = new();
        Prose.Write(writer, "try", string.Join(' ', Enumerable.Repeat("word", 60)) + " " + new string('x', 90));
        var lines = writer.ToString().TrimEnd().Split(Environment.NewLine);
        Assert.All(lines[..^1], line => Assert.InRange(line.Length, 1, 80));
        Assert.EndsWith(new string('x', 90), lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_is_never_broken_across_lines_for_it_is_pasted()
    {
        using StringWriter writer = new();
        Prose.Write(writer, "try", "Look at the clamps of the cable first, then see who talks there: amr watch 'serial:/dev/ttyUSB0?baud=9600&format=8N1'. Or call a friend.");
        Assert.Contains(writer.ToString().Split(Environment.NewLine), line => line.Contains("amr watch 'serial:/dev/ttyUSB0?baud=9600&format=8N1'.", StringComparison.Ordinal));
        Prose.Write(writer, "try", "amr read tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 00010000 and more");
        Assert.Contains("amr read tcp://10.0.3.7:4001 --protocol dlt645-2007 --address 000012345601 00010000 and more", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scan_at_one_speed_says_that_the_others_are_left() =>
        Assert.Contains("amr scan serial:/dev/ttyUSB0.", Advice.For(Serial with { Silent = 10, IsScan = true, IsOneSpeed = true })[0].Try, StringComparison.Ordinal);

    private static RoundTrips Times(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        return new(time, time, time, time);
    }

    private static LineUri Uri(string text)
    {
        Assert.True(LineUri.TryParse(text, out var uri, out var why), why);
        return uri;
    }

    private static Symptoms Seen(string line) => new() { Line = Uri(line), Protocol = MeterProtocol.Dlt645V2007, Timeout = TimeSpan.FromSeconds(1), Asked = 10 };
}
