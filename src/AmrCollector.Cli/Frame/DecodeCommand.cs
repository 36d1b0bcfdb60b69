using System.CommandLine;
using AmrCollector.Models.Dictionary;

namespace AmrCollector.Cli.Frame;

/// <summary>`amr decode`: what a frame says. Exit code 5 when one is refused.</summary>
public static class DecodeCommand
{
    private const string FromInput = "-";

    /// <summary>The verb; <paramref name="input"/> stands in for standard input.</summary>
    public static Command Create(TextReader? input = null)
    {
        Argument<string[]> hex = new("HEX")
        {
            Description = "The frame in hexadecimal, with or without blanks; - reads one frame a line from standard input",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> protocol = new("--protocol") { Description = "What the frame speaks; told by structure and checksum when left out", HelpName = "P" };
        protocol.AcceptOnlyFromAmong([.. FrameProtocol.All, FrameProtocol.Modbus]);
        Option<string?> replyTo = new("--reply-to") { Description = "The request this frame answers: gives Modbus replies their register numbers", HelpName = "HEX" };
        Verb verb = new(
            "decode",
            "What a frame says: DL/T 645-2007 and -1997, Modbus RTU and TCP, CJ/T 188",
            "amr decode FEFEFEFE 68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16",
            "amr decode --json --reply-to '01 04 00 48 00 02 F1 DD' '01 04 04 43 66 80 00 6F DF'",
            "amr decode --json - < frames.txt");
        verb.Arguments.Add(hex);
        verb.Options.Add(protocol);
        verb.Options.Add(replyTo);
        verb.SetAction(parsed =>
        {
            var ask = parsed.GetValue(replyTo) is { } text ? AskOf(text) : [];
            return Run(parsed, Frames(parsed.GetValue(hex)!, input ?? Console.In), parsed.GetValue(protocol), ask);
        });
        return verb;
    }

    private static int Run(ParseResult parsed, IEnumerable<string> frames, string? protocol, byte[] ask)
    {
        var (output, asJson) = (parsed.InvocationConfiguration.Output, parsed.GetValue(Root.Json));
        var (code, first) = (ExitCode.Ok, true);
        foreach (var text in frames)
        {
            var decoded = HexText.TryParse(text, out var bytes) ? FrameDecoder.Decode(bytes, protocol, ask) : DecodedFrame.Refused(protocol, "not hexadecimal: pairs of 0-9 and A-F");
            if (!decoded.Valid) code = ExitCode.BadFrame;
            if (asJson)
            {
                output.WriteJson(FrameJson.Of(decoded));
                continue;
            }

            if (!first) output.WriteLine();
            first = false;
            FrameText.Write(output, decoded);
        }

        return code;
    }

    private static byte[] AskOf(string text) =>
        HexText.TryParse(text, out var bytes) ? bytes : throw new VerbFailedException(ExitCode.Usage, "--reply-to is not hexadecimal");

    private static IEnumerable<string> Frames(string[] hex, TextReader input)
    {
        if (hex is not [FromInput])
        {
            yield return string.Join(' ', hex);
            yield break;
        }

        while (input.ReadLine() is { } line)
            if (!string.IsNullOrWhiteSpace(line)) yield return line;
    }
}
