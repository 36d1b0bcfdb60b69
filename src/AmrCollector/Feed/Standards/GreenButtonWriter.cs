using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// Energies as Green Button: NAESB REQ.21 (ESPI 1.1) in an Atom feed; a UsagePoint a meter, a MeterReading with its ReadingType and one
/// IntervalBlock a register. Values are Wh (varh, VAh) times 10^-3, so that they are whole numbers and exact to a thousandth of a Wh.
/// </summary>
public sealed class GreenButtonWriter : IDisposable
{
    private const string Atom = "http://www.w3.org/2005/Atom";
    private const string Espi = "http://naesb.org/espi";
    private const decimal MillisAKilo = 1_000_000m;

    private readonly XmlWriter _xml;
    private readonly string _updated;

    /// <summary>Writes to <paramref name="output"/>, which stays open; <paramref name="now"/> is the time of the feed.</summary>
    public GreenButtonWriter(TextWriter output, DateTimeOffset now)
    {
        output.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"); // a text writer would call itself UTF-16
        _xml = XmlWriter.Create(output, new() { Indent = true, NewLineChars = "\n", CloseOutput = false, OmitXmlDeclaration = true });
        _updated = FeedTime.Text(now);
        _xml.WriteStartElement("feed", Atom);
        _xml.WriteElementString("id", Atom, Urn("AmrCollector"));
        _xml.WriteElementString("title", Atom, "AmrCollector");
        _xml.WriteElementString("updated", Atom, _updated);
    }

    /// <summary>ESPI's unit of a register; null for what it has no energy unit for.</summary>
    public static int? UnitOf(Unit unit) => unit switch
    {
        Unit.KilowattHour => 72,
        Unit.KilovarHour => 73,
        Unit.KilovoltAmpereHour => 71,
        _ => null,
    };

    /// <summary>A meter; its registers follow.</summary>
    public void WriteMeter(MeterId meter) => Entry($"UsagePoint/{meter}", meter.Value, () =>
    {
        _xml.WriteStartElement("UsagePoint", Espi);
        _xml.WriteStartElement("ServiceCategory", Espi);
        _xml.WriteElementString("kind", Espi, "0");
        _xml.WriteEndElement();
        _xml.WriteEndElement();
    }, $"UsagePoint/{meter}/MeterReading");

    /// <summary>A register's energies, each from a beginning over a length, by time; nothing for none.</summary>
    public void WriteRegister(MeterId meter, ObisCode item, Unit unit, IReadOnlyList<(DateTimeOffset From, TimeSpan Length, decimal Energy, int Quality)> energies)
    {
        if (energies.Count == 0 || UnitOf(unit) is not { } uom) return;
        var reading = $"UsagePoint/{meter}/MeterReading/{item}";
        Entry(reading, item.ToString(), () => _xml.WriteElementString("MeterReading", Espi, ""), $"ReadingType/{meter}/{item}");
        Entry($"ReadingType/{meter}/{item}", item.ToString(), () =>
        {
            _xml.WriteStartElement("ReadingType", Espi);
            foreach (var (name, value) in ((string, int)[])[
                ("accumulationBehaviour", 4), ("commodity", 1), ("dataQualifier", 12), ("flowDirection", item.C is 2 or 4 ? 19 : 1),
                ("intervalLength", (int)energies[0].Length.TotalSeconds), ("kind", 12), ("phase", 769), ("powerOfTenMultiplier", -3), ("timeAttribute", 0), ("uom", uom)])
                _xml.WriteElementString(name, Espi, value.ToString(CultureInfo.InvariantCulture));
            _xml.WriteEndElement();
        });
        Entry($"{reading}/IntervalBlock/1", "", () =>
        {
            _xml.WriteStartElement("IntervalBlock", Espi);
            Period("interval", energies[0].From, energies[^1].From + energies[^1].Length - energies[0].From);
            foreach (var (from, length, energy, quality) in energies) Reading(from, length, energy, quality);
            _xml.WriteEndElement();
        });
    }

    /// <summary>A remark for people, which no reader of the format minds.</summary>
    public void WriteRemark(string text) => _xml.WriteComment($" {text.Replace("--", "- -", StringComparison.Ordinal)} ");

    /// <summary>Ends the feed.</summary>
    public void Dispose()
    {
        _xml.WriteEndElement();
        _xml.Dispose();
    }

    private void Reading(DateTimeOffset from, TimeSpan length, decimal energy, int quality)
    {
        _xml.WriteStartElement("IntervalReading", Espi);
        _xml.WriteStartElement("ReadingQuality", Espi);
        _xml.WriteElementString("quality", Espi, quality.ToString(CultureInfo.InvariantCulture));
        _xml.WriteEndElement();
        Period("timePeriod", from, length);
        _xml.WriteElementString("value", Espi, decimal.Round(energy * MillisAKilo, 0, MidpointRounding.AwayFromZero).ToString("0", CultureInfo.InvariantCulture));
        _xml.WriteEndElement();
    }

    private void Period(string name, DateTimeOffset from, TimeSpan length)
    {
        _xml.WriteStartElement(name, Espi);
        _xml.WriteElementString("duration", Espi, ((long)length.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        _xml.WriteElementString("start", Espi, from.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        _xml.WriteEndElement();
    }

    private void Entry(string path, string title, Action content, string? related = null)
    {
        _xml.WriteStartElement("entry", Atom);
        _xml.WriteElementString("id", Atom, Urn(path));
        Link("self", path);
        if (related is not null) Link("related", related);
        _xml.WriteElementString("title", Atom, title);
        _xml.WriteStartElement("content", Atom);
        content();
        _xml.WriteEndElement();
        _xml.WriteElementString("published", Atom, _updated);
        _xml.WriteElementString("updated", Atom, _updated);
        _xml.WriteEndElement();
    }

    private void Link(string relation, string path)
    {
        _xml.WriteStartElement("link", Atom);
        _xml.WriteAttributeString("rel", relation);
        _xml.WriteAttributeString("href", path);
        _xml.WriteEndElement();
    }

    // The same thing has the same id in every export, and no other.
    private static string Urn(string path) => $"urn:uuid:{new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 16), bigEndian: true)}";
}
