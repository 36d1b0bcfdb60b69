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
        Verb verb = new("run-rules", "Judge cases with the collector's own rules, one JSON line each", "amr run-rules cases.jsonl", "amr run-rules - < cases.jsonl") { file };
        verb.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(file) ?? "-", Console.In, parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return verb;
    }

    /// <summary>Judges every line; the exit code says whether all of them were cases.</summary>
    internal static async Task<int> RunAsync(string file, TextReader input, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (file != "-" && !File.Exists(file)) throw new VerbFailedException(ExitCode.Usage, $"{file}: no such file");
        using var opened = file == "-" ? null : new StreamReader(file);
        var (source, number, failed) = (opened ?? input, 0, false);
        while (await source.ReadLineAsync(cancellation) is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            try
            {
                var given = RuleCaseReader.Read(line);
                await output.WriteAsync(Line(given.Id, given.Judged()) + '\n');
            }
            catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException or OverflowException)
            {
                failed = true;
                await error.WriteLineAsync($"{file}:{number}: not a case: {fault.Message}");
            }
        }

        return failed ? ExitCode.Failed : ExitCode.Ok;
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
