using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Service.Web.Exchanges;

/// <summary>
/// Decides whether bytes that write may go out on a line: only to meters of its list, only with the permission each of them grants by
/// name. A broadcast needs the grant of every meter on the line. What is not understood is refused.
/// </summary>
/// <param name="current">What is configured now.</param>
public sealed class WriteGuard(Func<CollectionSetup> current)
{
    private const string Everybody = "all";
    private const int MbapUnitAt = 6;

    /// <summary>The operation that is granted, not yet recorded; null and a sentence when it is refused.</summary>
    /// <param name="line">The line.</param>
    /// <param name="request">The whole request.</param>
    /// <param name="who">Who asks: his scope was looked at before.</param>
    /// <param name="why">In his words.</param>
    public (Operation? Granted, string Refusal) Check(LineSetup line, ReadOnlyMemory<byte> request, string who, string why)
    {
        var isMbap = line.Uri.Kind == LineKind.ModbusTcp;
        var kind = RequestKind.Of(request.Span, isMbap);
        if (kind.Form == RequestForm.Unknown) return (null, "These bytes are no request this program knows, so nobody can say what they would change.");
        var needed = Permissions.NameOf(Permissions.Needed(request.Span, isMbap));
        var setup = current();
        var onLine = setup.Meters.Where(meter => meter.Line == line.Name).ToList();
        var meant = kind.IsBroadcast ? onLine : onLine.Where(meter => Addresses(setup, meter, request.Span, kind.Form)).ToList();
        if (meant.Count == 0) return (null, $"No meter of line {line.Name} in the list has the address these bytes name; only listed meters are written to, each by its whole address.");
        if (meant.FirstOrDefault(meter => !meter.Allow.Contains(needed)) is { } refusing)
        {
            var everyone = kind.IsBroadcast ? " A broadcast reaches every meter of the line, so each must grant it." : "";
            return (null, $"Meter {refusing.Id} does not grant '{needed}': put it into its column 'allow' of meters.csv.{everyone}");
        }

        return (new(who, line.Name, kind.IsBroadcast ? Everybody : meant[0].Id.Value, needed, Shown(request), why, "asked"), "");
    }

    private static bool Addresses(CollectionSetup setup, Meter meter, ReadOnlySpan<byte> request, RequestForm form)
    {
        var protocol = setup.Models[meter.Model].Protocol;
        if (form is RequestForm.Mbap or RequestForm.Rtu or RequestForm.Ascii)
            return protocol == MeterProtocol.Modbus && Unit(request, form) is { } unit && byte.TryParse(meter.Address, out var own) && own == unit;
        var frame = request[Dlt645Frame.PreambleLength(request)..];
        if (form == RequestForm.Cjt188)
            return protocol == MeterProtocol.Cjt188 && Cjt188Frame.TryParse(frame, out var water) && Cjt188Address.TryParse(meter.Address, out var module) && module == water.Address;
        return protocol is MeterProtocol.Dlt645V2007 or MeterProtocol.Dlt645V1997
            && Dlt645Frame.TryParse(frame, out var dlt645) && Dlt645Address.TryParse(meter.Address, out var address) && address == dlt645.Address;
    }

    private static byte? Unit(ReadOnlySpan<byte> request, RequestForm form)
    {
        if (form == RequestForm.Mbap) return request[MbapUnitAt];
        if (form == RequestForm.Rtu) return request[0];
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        return AsciiFrame.Read(request, content) > 0 ? content[0] : null;
    }

    private static string Shown(ReadOnlyMemory<byte> request)
    {
        var shown = request.ToArray();
        Dlt645Secrets.BlankAllIn(shown);
        return Convert.ToHexString(shown);
    }
}
