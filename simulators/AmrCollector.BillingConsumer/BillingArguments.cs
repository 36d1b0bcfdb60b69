namespace AmrCollector.BillingConsumer;

/// <summary>What the consumer is told to do.</summary>
/// <param name="Books">File of its books.</param>
/// <param name="Listen">Where it takes pushes, null for none.</param>
/// <param name="SecretFile">Secrets of those pushes, "whsec_…", a line each.</param>
/// <param name="Pull">The collector whose feed it pulls, null for none.</param>
/// <param name="Reconcile">The collector it compares its books with, once; null to run.</param>
/// <param name="KeyFile">File with the collector's API key, null for none.</param>
internal sealed record BillingArguments(string Books, Uri? Listen, string? SecretFile, Uri? Pull, Uri? Reconcile, string? KeyFile)
{
    public const string Usage = """
        A small billing system: books each entry of a collector's ledger once, and survives whatever ends it.

        Usage: AmrCollector.BillingConsumer --books FILE (--listen URL --secret-file FILE | --pull URL | --reconcile URL) [--key-file FILE]

          --books FILE        its books, an SQLite file; made when it is not there
          --listen URL        takes signed pushes at URL/hook, such as http://127.0.0.1:9000
          --secret-file FILE  secrets of the pushes, a line each: whsec_…
          --pull URL          pulls the feed of the collector at URL
          --reconcile URL     compares the books with the collector at URL, prints the answer and ends
          --key-file FILE     key for the collector's API

        Exit codes: 0 ended as asked, or books equal; 1 failed; 2 usage; 7 books differ, or the collector's history is another.
        """;

    /// <summary>The arguments, or a sentence about what is wrong with them.</summary>
    public static (BillingArguments? Arguments, string Why) Parse(string[] args)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (args[i] is not ("--books" or "--listen" or "--secret-file" or "--pull" or "--reconcile" or "--key-file")) return (null, $"unknown argument '{args[i]}'");
            if (i + 1 == args.Length) return (null, $"{args[i]} needs a value");
            given[args[i]] = args[i + 1];
        }

        foreach (var name in (string[])["--listen", "--pull", "--reconcile"])
            if (given.TryGetValue(name, out var text) && !(Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")) return (null, $"{name} takes an http address");
        if (!given.TryGetValue("--books", out var books)) return (null, "--books is missing");
        BillingArguments parsed = new(books, Address("--listen"), given.GetValueOrDefault("--secret-file"), Address("--pull"), Address("--reconcile"), given.GetValueOrDefault("--key-file"));
        if (parsed.Listen is not null && parsed.SecretFile is null) return (null, "--listen needs --secret-file");
        Uri?[] tasks = [parsed.Listen, parsed.Pull, parsed.Reconcile];
        return tasks.Count(task => task is not null) == 1 ? (parsed, "") : (null, "one of --listen, --pull and --reconcile");

        Uri? Address(string name) => given.TryGetValue(name, out var text) ? new Uri(text) : null;
    }
}
