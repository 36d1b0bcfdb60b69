using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;

namespace AmrCollector.Cli.Orders;

/// <summary>`amr order import FILE`: all orders of a file, or none.</summary>
internal static class ImportOrders
{
    private const int MostShown = 50;
    private static readonly Argument<string> File = new("FILE") { Description = "CSV; its first line names the columns: kind,meter,at,until,ref,item,final,start,old_number,new_number,ct,pt,old_ct,old_pt,digits,account,point,reason" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Enter nothing; say which entries would read differently" };

    internal static Verb Create()
    {
        Verb verb = new("import", "Enters every order of a CSV file, or none when anything in it is wrong. The same file twice changes nothing.", "amr order import orders.csv --dry-run", "amr order import orders.csv --key-file operator.key") { File, DryRun };
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetRequiredValue(File);
        byte[] bytes;
        try
        {
            bytes = await System.IO.File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailedException(ExitCode.Usage, $"{path} cannot be read: {e.Message}");
        }

        using OrderService service = new(parsed);
        using ByteArrayContent content = new(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return await SendAsync(service, content, parsed.GetValue(DryRun), $"import-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}-{Guid.NewGuid():N}", parsed, cancellationToken);
    }

    /// <summary>Enters or tries, and tells.</summary>
    internal static async Task<int> SendAsync(OrderService service, HttpContent content, bool isTrial, string key, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var answer = await service.PostAsync(isTrial ? "/v1/orders?dryRun=true" : "/v1/orders", content, isTrial ? null : key, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(answer.RootElement);
        else if (isTrial) Tell(answer.RootElement, output);
        else
        {
            foreach (var order in answer.RootElement.GetProperty("entered").EnumerateArray()) await output.WriteLineAsync(OrderText.Line(order));
            await output.WriteLineAsync($"{answer.RootElement.GetProperty("entered").GetArrayLength()} entered, {answer.RootElement.GetProperty("known").GetArrayLength()} known before");
        }

        return ExitCode.Ok;
    }

    private static void Tell(JsonElement trial, TextWriter output)
    {
        var changes = trial.GetProperty("changes").GetInt32();
        foreach (var effect in trial.GetProperty("effects").EnumerateArray().Take(MostShown)) output.WriteLine(OrderText.Effect(effect));
        if (changes > MostShown) output.WriteLine($"… and {changes - MostShown} more; --json has up to 1,000");
        output.WriteLine($"{trial.GetProperty("new").GetInt32()} would be entered, {trial.GetProperty("known").GetArrayLength()} known before, {changes} entries would read differently; nothing was entered");
    }
}
