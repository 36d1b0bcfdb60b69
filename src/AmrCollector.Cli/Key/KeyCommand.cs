using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Service.Security;

namespace AmrCollector.Cli.Key;

/// <summary>`amr key`: who may do what over HTTP. Works on the file of keys itself: whoever may write it decides. A running service follows within seconds.</summary>
internal static class KeyCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Who holds it; the audit calls him so" };
    private static readonly Option<string> Scope = new("--scope")
    {
        Description = "read: look; operate: also use lines, decide, enter orders; admin: also reload and back up",
        DefaultValueFactory = _ => "read",
        HelpName = "SCOPE",
    };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "Write the key to this file, for its owner only, instead of showing it", HelpName = "FILE" };

    internal static Command Create()
    {
        Command key = new("key", "Who may do what over HTTP.");
        Verb create = new("create", "Make a key; it is shown once and kept nowhere, only its digest is", "amr key create billing", "amr key create li --scope operate -o li.key") { Name, Scope, Output };
        Verb list = new("list", "Every key: name, scope, when it was made", "amr key list", "amr key list --json");
        Verb revoke = new("revoke", "End a key; a running service refuses it within seconds", "amr key revoke li") { Name };
        Scope.AcceptOnlyFromAmong("read", "operate", "admin");
        foreach (var verb in (Verb[])[create, list, revoke])
        {
            verb.Options.Add(LineTarget.Config);
            key.Subcommands.Add(verb);
        }

        create.SetAction(CreateKey);
        list.SetAction(ListKeys);
        revoke.SetAction(RevokeKey);
        return key;
    }

    private static int CreateKey(ParseResult parsed)
    {
        var path = KeyFilePlace.Of(parsed.GetRequiredValue(LineTarget.Config));
        var name = parsed.GetRequiredValue(Name);
        if (!AccessKey.IsName(name)) throw new VerbFailedException(ExitCode.Usage, "a key's name has 1 to 64 letters, digits, '.', '_', '-' or '@'");
        var keys = KeyFilePlace.Read(path);
        if (keys.Any(known => known.Name == name)) throw new VerbFailedException(ExitCode.Usage, $"there is a key called {name}; revoke it first, or choose another name");
        var scope = Enum.Parse<Scope>(parsed.GetRequiredValue(Scope), ignoreCase: true);
        var (key, secret) = AccessKey.Create(name, scope, TimeProvider.System.GetUtcNow());
        if (parsed.GetValue(Output) is { } file) KeyFilePlace.WriteSecret(file, secret);
        KeyFilePlace.Write(path, [.. keys, key]);
        var output = parsed.InvocationConfiguration.Output;
        var shown = parsed.GetValue(Output) is null ? secret : null;
        if (parsed.GetValue(Root.Json)) output.WriteJson(new { name, scope = parsed.GetRequiredValue(Scope), key = shown, file = parsed.GetValue(Output) });
        else if (shown is not null) output.WriteLine(shown);
        parsed.InvocationConfiguration.Error.WriteLine(shown is null ? $"key {name} is in {parsed.GetValue(Output)}; nobody else has it" : $"this is the only time that key {name} is shown");
        return ExitCode.Ok;
    }

    private static int ListKeys(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        foreach (var key in KeyFilePlace.Read(KeyFilePlace.Of(parsed.GetRequiredValue(LineTarget.Config))))
        {
            var scope = key.Scope.ToString().ToLowerInvariant();
            if (parsed.GetValue(Root.Json)) output.WriteJson(new { name = key.Name, scope, created = key.Created });
            else output.WriteLine($"{key.Name,-24} {scope,-8} {key.Created.UtcDateTime:yyyy-MM-dd HH:mm}Z");
        }

        return ExitCode.Ok;
    }

    private static int RevokeKey(ParseResult parsed)
    {
        var path = KeyFilePlace.Of(parsed.GetRequiredValue(LineTarget.Config));
        var name = parsed.GetRequiredValue(Name);
        var keys = KeyFilePlace.Read(path);
        if (keys.All(key => key.Name != name)) throw new VerbFailedException(ExitCode.Usage, $"there is no key called {name}; amr key list names them");
        KeyFilePlace.Write(path, [.. keys.Where(key => key.Name != name)]);
        parsed.InvocationConfiguration.Error.WriteLine($"key {name} opens nothing any more");
        return ExitCode.Ok;
    }
}
