using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Cli.Rules;

/// <summary><c>amr run-rules FILE</c>: judges cases by the engine's own rules, one JSON line each.</summary>
public static class RunRulesCommand
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Cases, one JSON object a line; '-' reads standard input" };
        var command = new Command("run-rules", "Judge cases with the collector's own rules\n\nExample: amr run-rules cases.jsonl") { file };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(file) ?? "-", Console.In, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    /// <summary>Judges every line; 0 when all were cases, 1 when some were not, 2 when the file cannot be read.</summary>
    internal static async Task<int> RunAsync(string file, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (file != "-" && !File.Exists(file))
        {
            await error.WriteLineAsync($"{file}: no such file");
            return 2;
        }

        using var opened = file == "-" ? null : new StreamReader(file);
        var (source, number, failed) = (opened ?? input, 0, false);
        while (await source.ReadLineAsync(cancellation) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var given = RuleCaseReader.Read(line);
                await output.WriteLineAsync(Line(given.Id, given.Judged()));
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or OverflowException)
            {
                failed = true;
                await error.WriteLineAsync($"{file}:{number}: not a case: {fault.Message}");
            }
        }

        return failed ? 1 : 0;
    }

    /// <summary>The line of design.md §7; amounts are strings, exact.</summary>
    internal static string Line(string id, Verdict verdict)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("verdict", verdict.Judgement.WireName());
            json.WriteBoolean("held", verdict.Held);
            json.WriteStartArray("rules");
            foreach (var rule in verdict.Rules) json.WriteStringValue(rule);
            json.WriteEndArray();
            json.WriteString("consumption_kwh", verdict.Consumption?.Value.ToString());
            json.WriteString("adjustment_kwh", verdict.Adjustment?.ToString());
            json.WriteString("why", verdict.Why);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
