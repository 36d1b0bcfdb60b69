using System.Text;
using AmrCollector.Feed.Standards;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Cli.Ledger;

/// <summary>Registers and profiles as NEM12, NEM13 or Green Button, a meter at a time.</summary>
/// <param name="folder">The ledger's folder.</param>
/// <param name="format">nem12, nem13 or greenbutton.</param>
/// <param name="meter">Only this one; null: all.</param>
/// <param name="from">From this instant.</param>
/// <param name="to">To this instant.</param>
/// <param name="zone">Of the market; its standard time counts.</param>
/// <param name="parties">Sender and receiver, for NEM.</param>
internal sealed class MarketExport(string folder, string format, MeterId? meter, DateTimeOffset from, DateTimeOffset to, DateTimeZone zone, (string From, string To) parties) : IExport
{
    private static readonly DateTimeOffset Latest = new(2200, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Beside = TimeSpan.FromDays(1);

    private const string ProfileDays = "days of profiles";

    private readonly LedgerReader _reader = LedgerReader.Open(folder);
    private readonly LeftOut _leftOut = new();
    private readonly TimeSpan _offset = zone.GetZoneInterval(Instant.FromDateTimeOffset(from)).StandardOffset.ToTimeSpan();

    /// <inheritdoc/>
    public string End { get; private set; } = "";

    /// <inheritdoc/>
    public IReadOnlyList<string> LeftOut => _leftOut.Sentences;

    private IReadOnlyList<MeterId> Meters => meter is { } one ? [one] : _reader.Meters();

    /// <inheritdoc/>
    public long Write(Action<byte[]> write, CancellationToken cancellationToken)
    {
        StringWriter text = new(); // a meter's part at a time
        var now = TimeProvider.System.GetUtcNow();
        var written = format switch
        {
            "nem12" => WriteNem12(text, now, Flush, cancellationToken),
            "nem13" => WriteNem13(text, now, Flush, cancellationToken),
            _ => WriteGreenButton(text, now, Flush, cancellationToken),
        };
        Flush();
        End = _reader.Head().ToString();
        return written;

        void Flush()
        {
            write(Encoding.UTF8.GetBytes(text.ToString()));
            text.GetStringBuilder().Clear();
        }
    }

    public void Dispose() => _reader.Dispose();

    private long WriteNem13(StringWriter text, DateTimeOffset now, Action flush, CancellationToken cancellationToken)
    {
        Nem13Writer nem = new(text, _offset);
        DayRegisters days = new(_reader, _leftOut);
        var written = 0L;
        nem.Begin(now, parties.From, parties.To);
        foreach (var one in Meters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var items = _reader.Registers(one);
            var configuration = string.Concat(items.Select(NemStream.Suffix));
            foreach (var item in items)
            {
                Entry? before = null;
                foreach (var entry in days.Of(one, item, from, to))
                {
                    if (before is not null && nem.Write(before, entry, configuration)) written++;
                    else if (before is not null) _leftOut.Add("readings of registers", Nem13Writer.WhyNot(before, entry) ?? "");
                    before = entry;
                }
            }

            flush();
        }

        nem.End();
        return written;
    }

    private long WriteNem12(StringWriter text, DateTimeOffset now, Action flush, CancellationToken cancellationToken)
    {
        Nem12Writer nem = new(text, _offset);
        Nem12Days days = new(_offset);
        var (first, last) = (DateOf(from + TimeSpan.FromDays(1) - TimeSpan.FromTicks(1)), DateOf(to)); // days of standard time that begin within
        var written = 0L;
        nem.Begin(now, parties.From, parties.To);
        foreach (var one in Meters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var profiles = Profiles(one).ToList();
            var configuration = string.Concat(profiles.Select(profile => NemStream.Suffix(profile.Item)));
            foreach (var day in profiles.SelectMany(profile => days.Of(profile.Days, first, last)))
                if (nem.Write(day, configuration)) written++;
                else _leftOut.Add(ProfileDays, Nem12Writer.WhyNot(day) ?? "");
            flush();
        }

        nem.End();
        return written;
    }

    private long WriteGreenButton(StringWriter text, DateTimeOffset now, Action flush, CancellationToken cancellationToken)
    {
        using GreenButtonWriter green = new(text, now);
        DayRegisters days = new(_reader, _leftOut);
        var written = 0L;
        foreach (var one in Meters)
        {
            cancellationToken.ThrowIfCancellationRequested();
            green.WriteMeter(one);
            foreach (var item in _reader.Registers(one))
            {
                List<(DateTimeOffset, TimeSpan, decimal, int)> energies = [];
                Entry? before = null;
                foreach (var entry in days.Of(one, item, from, to))
                {
                    if (before is not null && DayRegisters.Between(before, entry) is { } energy)
                        energies.Add((before.Draft.Instant, entry.Draft.Instant - before.Draft.Instant, energy, QualityMapping.GreenButton(entry.Draft.Verdict.Quality)));
                    else if (before is not null) _leftOut.Add("readings of registers", DayRegisters.NoQuantity);
                    before = entry;
                }

                if (before is null) continue;
                if (GreenButtonWriter.UnitOf(before.Draft.Unit) is null)
                {
                    _leftOut.Add("registers", $"the format has no {before.Draft.Unit.Symbol()} of energy");
                    continue;
                }

                green.WriteRegister(one, item, before.Draft.Unit, energies);
                written += energies.Count;
            }

            foreach (var _ in Profiles(one).SelectMany(profile => profile.Days).Where(day => day.Entry.Draft.Instant >= from && day.Entry.Draft.Instant <= to))
                _leftOut.Add(ProfileDays, "this file has registers alone; nem12, csv and ndjson have profiles");
            flush();
        }

        foreach (var sentence in LeftOut) green.WriteRemark($"left out: {sentence}");
        return written;
    }

    private DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime((at < Latest ? at : Latest).ToOffset(_offset).DateTime);

    /// <summary>With the days beside: a day of standard time reaches into two local ones.</summary>
    private IEnumerable<(ObisCode Item, IReadOnlyList<(Entry Entry, IntervalBlock Block)> Days)> Profiles(MeterId one)
    {
        var (first, last) = (from - Beside, (to < Latest ? to : Latest) + Beside);
        foreach (var item in _reader.Items(one))
        {
            List<(Entry Entry, IntervalBlock Block)> days = [];
            for (var begins = first; begins <= last; begins = begins.AddDays(400))
            {
                foreach (var entry in _reader.StandingBetween(one, item, begins, begins.AddDays(400).AddMilliseconds(-1)))
                {
                    if (entry.Draft.Kind != ItemKind.Interval) break; // an item is of one kind
                    if (entry.Draft.Instant > last) continue;
                    if (entry.Draft.Verdict.Held) Omit(entry, "held, and nobody has released them");
                    else if (!IntervalBlock.TryRead(_reader.Evidence(entry.Sequence).Reply.Span, out var block)) Omit(entry, "their intervals cannot be read");
                    else if (TimeSpan.FromDays(1).Ticks % block!.Step.Ticks != 0) Omit(entry, $"intervals of {block.Step.TotalMinutes:0} min make no whole day");
                    else days.Add((entry, block));
                }
            }

            if (days.Count > 0) yield return (item, days);
        }
    }

    /// <summary>Days beside the wanted ones are of no interest.</summary>
    private void Omit(Entry entry, string why)
    {
        if (entry.Draft.Instant >= from && entry.Draft.Instant <= to) _leftOut.Add(ProfileDays, why);
    }
}
