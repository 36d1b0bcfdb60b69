using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Lines.DialIn;

/// <summary>
/// How the units of a listener say who they are: a text, bytes in hex, or the address of a DL/T 645 frame. A pattern is matched without
/// backtracking, so that no packet can make it slow. Immutable; pure.
/// </summary>
public sealed class UnitRegistration
{
    /// <summary>Bytes within which a unit must have said who it is.</summary>
    public const int MostBytes = 128;

    /// <summary>Characters an id may have.</summary>
    public const int MostId = 64;

    private const int MostPattern = 256;
    private const string Hex = "hex:";
    private const string FrameAddress = "dlt645";
    private static readonly TimeSpan MatchLimit = TimeSpan.FromMilliseconds(100);

    private readonly Regex? _pattern;
    private readonly bool _isHex;
    private readonly bool _mayGoOn;

    private UnitRegistration(string text, Regex? pattern, bool isHex)
    {
        (Text, _pattern, _isHex) = (text, pattern, isHex);
        _mayGoOn = pattern is not null && HasChoice(pattern.ToString());
    }

    /// <summary>As it was configured.</summary>
    public string Text { get; }

    /// <summary>
    /// Reads <c>^AMR-\d{6}$</c> (a pattern over the packet's text), <c>hex:^7E([0-9A-F]{12})0D$</c> (over its bytes in upper-case hex) or
    /// <c>dlt645</c>. The id is the group <c>id</c>, else the first group, else the whole match. False and a sentence's end when it is none.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out UnitRegistration? registration, out string why)
    {
        (registration, why) = (null, "");
        var isHex = text.StartsWith(Hex, StringComparison.Ordinal);
        var pattern = isHex ? text[Hex.Length..] : text;
        if (text == FrameAddress) registration = new(text, null, isHex: false);
        else if (pattern.Length is 0 or > MostPattern) why = $"must have 1 to {MostPattern} characters";
        else why = Compile(text, pattern, isHex, out registration);
        return registration is not null;
    }

    /// <summary>
    /// False when no packet of this form can carry <paramref name="id"/>. A pattern with a group says nothing of what stands around it:
    /// then only the length is looked at.
    /// </summary>
    public bool MayBe(string id)
    {
        if (id.Length is 0 or > MostId) return false;
        if (_pattern is null) return Dlt645Address.TryParse(id, out var address) && id.Length == 12 && !address.HasWildcard;
        if (_pattern.GetGroupNumbers().Length > 1) return true;
        if (!_isHex) return TextId(Encoding.ASCII.GetBytes(id)) is { Verdict: ScanVerdict.Frame } found && found.Id == id;
        return id.Length % 2 == 0 && id.All(c => char.IsAsciiHexDigitUpper(c)) && HexId(Convert.FromHexString(id)) is { Verdict: ScanVerdict.Frame } whole && whole.Id == id;
    }

    /// <summary>
    /// Looks for the packet in everything a unit has sent so far, at most <see cref="MostBytes"/>. Noise before it, and whatever
    /// follows it in the same piece, does not hide it. Never throws.
    /// </summary>
    public RegistrationScan Scan(ReadOnlySpan<byte> received)
    {
        if (received.Length > MostBytes) received = received[..MostBytes];
        try
        {
            return _pattern is null ? FrameId(received) : _isHex ? HexId(received) : TextId(received);
        }
        catch (RegexMatchTimeoutException)
        {
            return RegistrationScan.NeedMore; // the connection's own limits end it
        }
    }

    private static string Compile(string text, string pattern, bool isHex, out UnitRegistration? registration)
    {
        registration = null;
        try
        {
            Regex regex = new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, MatchLimit);
            if (regex.IsMatch("")) return "matches a packet of no bytes: then everybody would be everything";
            registration = new(text, regex, isHex);
            return "";
        }
        catch (NotSupportedException)
        {
            return "uses look-around, back references or the like, which take unbounded time; write it without";
        }
        catch (ArgumentException e)
        {
            return $"is no regular expression: {e.Message}";
        }
    }

    // A text packet is a run of printable characters; what is around it (CR LF, heartbeats, frames) ends it.
    private RegistrationScan TextId(ReadOnlySpan<byte> received)
    {
        for (var start = 0; start < received.Length; start++)
        {
            var length = received[start..].IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            if (length < 0) length = received.Length - start;
            if (length > 0 && Longest(received.Slice(start, length), start, received.Length) is { Verdict: ScanVerdict.Frame } found) return found;
            start += length;
        }

        return RegistrationScan.NeedMore;
    }

    // The longest front that matches: a frame glued behind may begin with 68, which is the letter h.
    private RegistrationScan Longest(ReadOnlySpan<byte> run, int start, int end)
    {
        Span<char> text = stackalloc char[run.Length];
        Encoding.ASCII.GetChars(run, text);
        for (var length = run.Length; length > 0; length--)
        {
            if (!_pattern!.IsMatch(text[..length])) continue;
            var match = _pattern.Match(text[..length].ToString());
            var (from, to) = (start + match.Index, start + match.Index + match.Length);
            if (IdOf(match) is { } id) return RegistrationScan.Found(id, from, to, mayGoOn: to == end && _mayGoOn);
        }

        return RegistrationScan.NeedMore;
    }

    private RegistrationScan HexId(ReadOnlySpan<byte> received)
    {
        var text = Convert.ToHexString(received);
        for (var length = text.Length; length > 0; length -= 2)
        {
            if (!_pattern!.IsMatch(text.AsSpan(0, length))) continue;
            for (var match = _pattern.Match(text[..length]); match.Success; match = match.NextMatch())
            {
                if (match.Index % 2 != 0 || match.Length % 2 != 0 || IdOf(match) is not { } id) continue;
                return RegistrationScan.Found(id, match.Index / 2, (match.Index + match.Length) / 2, mayGoOn: match.Index + match.Length == text.Length && _mayGoOn);
            }
        }

        return RegistrationScan.NeedMore;
    }

    private static RegistrationScan FrameId(ReadOnlySpan<byte> received)
    {
        for (var at = 0; at < received.Length;)
        {
            var found = Dlt645Frame.Scan(received[at..]);
            if (found.Verdict == ScanVerdict.NeedMore) return HiddenFrame(received, at + 1);
            if (found.Verdict == ScanVerdict.Frame && AddressAt(received[at..]) is { } id) return RegistrationScan.Found(id, at, at + found.Length, mayGoOn: false);
            at += Math.Max(1, found.Length);
        }

        return RegistrationScan.NeedMore;
    }

    // A stray 68 may promise a frame that never ends, and a good one stands behind it.
    private static RegistrationScan HiddenFrame(ReadOnlySpan<byte> received, int from)
    {
        for (var at = from; at < received.Length; at++)
            if (Dlt645Frame.Scan(received[at..]) is { Verdict: ScanVerdict.Frame } found && AddressAt(received[at..]) is { } id)
                return RegistrationScan.Found(id, at, at + found.Length, mayGoOn: false);
        return RegistrationScan.NeedMore;
    }

    private static string? AddressAt(ReadOnlySpan<byte> frame)
    {
        var address = Dlt645Address.FromWire(frame.Slice(1, Dlt645Address.Length));
        var id = address.ToString();
        return id.All(char.IsAsciiDigit) && address != Dlt645Address.Broadcast ? id : null;
    }

    // A pattern without a choice matches packets of one length: nothing need be waited for behind them. In doubt it has one.
    private static bool HasChoice(string pattern) =>
        pattern.Replace("(?<", "(", StringComparison.Ordinal).Replace("(?:", "(", StringComparison.Ordinal).IndexOfAny(['*', '+', '?', '|', ',']) >= 0;

    private static string? IdOf(Match match)
    {
        var id = match.Groups["id"] is { Success: true } named ? named.Value : match.Groups.Count > 1 ? match.Groups[1].Value : match.Value;
        return id.Length is > 0 and <= MostId ? id : null;
    }
}
