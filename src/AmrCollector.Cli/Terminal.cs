using Spectre.Console;

namespace AmrCollector.Cli;

/// <summary>Where tables and bars are drawn: plain when redirected or when NO_COLOR is set, and never mixed into JSON.</summary>
public static class Terminal
{
    /// <summary>A console on <paramref name="writer"/>, usually the verb's output or error writer.</summary>
    public static IAnsiConsole On(TextWriter writer)
    {
        var plain = IsPlain(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain || NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (plain) console.Profile.Width = 160;
        return console;
    }

    /// <summary>True when <paramref name="writer"/> is not a terminal somebody looks at: a pipe, a file, a test.</summary>
    public static bool IsPlain(TextWriter writer) =>
        (writer != Console.Out || Console.IsOutputRedirected) && (writer != Console.Error || Console.IsErrorRedirected);

    /// <summary>SGR numbers of the four colours in which words stand out; facts themselves stay in the terminal's own colour.</summary>
    internal const int Red = 31, Green = 32, Yellow = 33, Blue = 34;

    /// <summary><paramref name="word"/> in bold and colour where <paramref name="writer"/> is a terminal that shows colours; else as it is.</summary>
    internal static string Coloured(TextWriter writer, string word, int colour) =>
        IsPlain(writer) || NoColor || !On(writer).Profile.Capabilities.Ansi ? word : $"\e[1;{colour}m{word}\e[0m";

    private static bool NoColor => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
