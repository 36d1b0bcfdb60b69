using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Asks a Modbus device who it is: its identification (2B/0E), walked to its end, or else its server id (11).</summary>
public static class ModbusIdentityReader
{
    /// <summary>
    /// The identity; null when the device tells none. Two exchanges at most where it has none, each with one try: some meters are silent to
    /// functions they do not know.
    /// </summary>
    /// <exception cref="Lines.LineLostException">The line is gone.</exception>
    public static async ValueTask<ModbusIdentity?> ReadAsync(
        Questioner questioner, IDialog dialog, TimeSpan replyTimeout, CancellationToken cancellationToken)
    {
        var pdu = new byte[ModbusRequest.MaxPdu];
        foreach (var level in (IdentificationLevel[])[IdentificationLevel.Regular, IdentificationLevel.Basic])
        {
            var length = ModbusRequest.ReadDeviceIdentification(pdu, level);
            var told = await questioner.AskAsync(dialog, Function(pdu, length), replyTimeout, 1, cancellationToken);
            if (told is ExchangeOutcome.Answered { Data.Length: > 0 } objects) return new(IdentificationObject.All(objects.Data.Span), "");
            if (told is not ExchangeOutcome.Refused { Code: ModbusException.IllegalValue }) break;
        }

        var id = await questioner.AskAsync(dialog, Function(pdu, ModbusRequest.ReportServerId(pdu)), replyTimeout, 1, cancellationToken);
        return id is ExchangeOutcome.Answered { Data.Length: > 0 } answer ? new([], Readable(answer.Data.Span)) : null;
    }

    private static Question.ModbusFunction Function(byte[] pdu, int length) => new(pdu.AsMemory(0, length).ToArray()) { Items = [] };

    /// <summary>The id byte and the run indicator are no text: what is printable is kept, the rest becomes hexadecimal when nothing is.</summary>
    private static string Readable(ReadOnlySpan<byte> id)
    {
        Span<char> text = stackalloc char[id.Length];
        for (var i = 0; i < id.Length; i++) text[i] = id[i] is >= 0x20 and < 0x7F ? (char)id[i] : ' ';
        var printable = text.Trim().ToString();
        return printable.Length >= 2 ? printable : Convert.ToHexString(id);
    }
}
