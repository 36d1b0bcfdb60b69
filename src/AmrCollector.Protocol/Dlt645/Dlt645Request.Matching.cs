namespace AmrCollector.Protocol.Dlt645;

public static partial class Dlt645Request
{
    private const int RecordsFromLength = DataId.Length + 1 + Dlt645Clock.MinuteLength;
    private const int NewPasswordAt = DataId.Length + Dlt645Authority.PasswordLength;

    /// <summary>
    /// What the bytes of a request of either edition ask for; false when they are not one good request frame (FE ahead of it allowed).
    /// </summary>
    /// <param name="request">The bytes as sent.</param>
    /// <param name="changes">True when it writes, clears, controls or authenticates; false when it only reads.</param>
    /// <param name="unanswered">True for broadcasts that no meter answers.</param>
    public static bool TryKind(ReadOnlySpan<byte> request, out bool changes, out bool unanswered)
    {
        (changes, unanswered) = (false, false);
        if (!TryFrame(request, out var frame)) return false;
        changes = Dlt645Function.Changes(frame.Function, frame.RawData.Length);
        unanswered = IsUnanswered(frame);
        return true;
    }

    /// <summary>
    /// The matcher that tells which reply answers <paramref name="request"/>, a frame of either edition with or without FE ahead of it;
    /// null when it is no such request, or one that nobody answers.
    /// </summary>
    public static Dlt645ReplyMatcher? TryMatcher(ReadOnlySpan<byte> request)
    {
        if (!TryFrame(request, out var frame) || IsUnanswered(frame)) return null;
        var plain = new byte[frame.RawData.Length];
        frame.CopyData(plain);
        return Dlt645Function.EditionOf(frame.Control, plain.Length) == Dlt645Edition.V1997 ? Matcher97(frame, plain) : Matcher(frame, plain);
    }

    private static bool TryFrame(ReadOnlySpan<byte> request, out Dlt645Frame frame) =>
        Dlt645Frame.TryParse(request[Dlt645Frame.PreambleLength(request)..], out frame) && !frame.IsReply;

    private static bool IsUnanswered(Dlt645Frame frame)
    {
        if (frame.Function is Dlt645Function.BroadcastTime or Dlt645Function.ActiveReport) return true;
        if (frame.Address != Dlt645Address.Broadcast) return false;
        // A 1997 meter answers what goes to 99..99 with its own number, as its address cannot be asked for otherwise (dossier §4, §15.1).
        return Dlt645Function.EditionOf(frame.Control, frame.RawData.Length) == Dlt645Edition.V2007 || frame.Function == Dlt645Function.ClearDemand97;
    }

    private static Dlt645ReplyMatcher? Matcher(Dlt645Frame frame, byte[] plain)
    {
        Dlt645ReplyMatcher matcher = new() { Asked = frame.Address, Function = frame.Function, IdLength = 0 };
        switch (frame.Function)
        {
            case Dlt645Function.Read or Dlt645Function.ReadNext or Dlt645Function.Security:
                if (plain.Length < DataId.Length) return null;
                (matcher.Id, matcher.IdLength) = (DataId.FromWire(plain), DataId.Length);
                if (frame.Function == Dlt645Function.ReadNext) matcher.Sequence = plain.Length > DataId.Length ? plain[DataId.Length] : null;
                if (frame.Function == Dlt645Function.Read && plain.Length == RecordsFromLength) matcher.RecordsFrom = plain.AsMemory(DataId.Length + 1);
                break;
            case Dlt645Function.WriteAddress when plain.Length == Dlt645Address.Length:
                (matcher.Asked, matcher.TakesAnonymous) = (Dlt645Address.FromWire(plain), true);
                break;
            case Dlt645Function.ChangeSpeed or Dlt645Function.Output:
                matcher.Echo = plain;
                break;
            case Dlt645Function.ChangePassword when plain.Length == NewPasswordAt + Dlt645Authority.PasswordLength:
                matcher.Echo = plain.AsMemory(NewPasswordAt);
                break;
        }

        return matcher;
    }

    private static Dlt645ReplyMatcher? Matcher97(Dlt645Frame frame, byte[] plain)
    {
        var asked = frame.Address == Dlt645Address.Broadcast ? Dlt645Address.AnyMeter : frame.Address;
        Dlt645ReplyMatcher matcher = new() { Asked = asked, Function = frame.Function, IdLength = 0 };
        switch (frame.Function)
        {
            case Dlt645Function.Read or Dlt645Function.Read97 or Dlt645Function.ReadNext97:
                if (plain.Length < Dlt645Request97.IdLength) return null;
                (matcher.Id, matcher.IdLength) = (new((uint)(plain[0] | (plain[1] << 8))), Dlt645Request97.IdLength);
                break;
            case Dlt645Function.ChangeSpeed97:
                matcher.Echo = plain;
                break;
            case Dlt645Function.ChangePassword97 when plain.Length == 2 * Dlt645Authority.PasswordLength:
                matcher.Echo = plain.AsMemory(Dlt645Authority.PasswordLength);
                break;
        }

        return matcher;
    }
}
