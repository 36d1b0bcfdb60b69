using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Orders;
using NodaTime;
using NodaTime.Text;

namespace AmrCollector.Service.Web.Orders;

/// <summary>Makes orders of rows; everything that makes no sense is a fault with its row and column.</summary>
/// <param name="zone">Times without an offset are of this zone.</param>
internal sealed class OrderReader(DateTimeZone zone)
{
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");
    private static readonly LocalDateTimePattern[] Locals = [.. new[] { "uuuu'-'MM'-'dd HH':'mm", "uuuu'-'MM'-'dd HH':'mm':'ss", "uuuu'-'MM'-'dd'T'HH':'mm':'ss", "uuuu'-'MM'-'dd'T'HH':'mm" }.Select(LocalDateTimePattern.CreateWithInvariantCulture)];
    private readonly List<OrderFault> _faults = [];

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<OrderFault> Faults => _faults;

    /// <summary>The orders, and where each stands. Rows that follow each other and differ in the register only are one order.</summary>
    public (IReadOnlyList<Order> Orders, IReadOnlyList<int> Rows) Read(IEnumerable<OrderRow> rows)
    {
        List<List<OrderRow>> groups = [];
        foreach (var row in rows)
        {
            if (groups.Count > 0 && row.Continues(groups[^1][0])) groups[^1].Add(row);
            else groups.Add([row]);
        }

        List<Order> orders = [];
        List<int> places = [];
        foreach (var group in groups)
        {
            if (Read(group) is not { } order) continue;
            orders.Add(order);
            places.Add(group[0].Row);
        }

        return (orders, places);
    }

    private Order? Read(List<OrderRow> group)
    {
        var (row, before) = (group[0], _faults.Count);
        var kind = KindOf(row);
        var meter = row["meter"];
        if (!MeterId.IsValid(meter)) Fault(row, "meter", meter.Length == 0 ? "is empty" : $"'{meter}' is no meter's name");
        var isDays = kind == OrderKind.Vacancy;
        Order? order = _faults.Count > before ? null : new()
        {
            Kind = kind,
            Meter = new(meter),
            At = TimeOf(row, "at", isDays, false) ?? Missing(row, "at"),
            Until = TimeOf(row, "until", isDays, true),
            Reference = row["ref"],
            OldNumber = row["old_number"],
            NewNumber = row["new_number"],
            Ct = NumberOf(row, "ct"),
            Pt = NumberOf(row, "pt"),
            OldCt = NumberOf(row, "old_ct"),
            OldPt = NumberOf(row, "old_pt"),
            Digits = NumberOf(row, "digits") is { } digits ? (int)Math.Clamp(digits, 0, 99) : null,
            Account = row["account"] is { Length: > 0 } account ? account : null,
            Point = row["point"] is { Length: > 0 } point ? point : null,
            IsEstimateAgreed = IsAgreed(row),
            Reason = row["reason"],
            Registers = [.. group.Select(one => RegisterOf(one, kind)).OfType<OrderRegister>()],
        };
        return _faults.Count > before ? null : order;
    }

    private bool IsAgreed(OrderRow row)
    {
        if (row["estimate"] is "" or "agreed") return row["estimate"].Length > 0;
        Fault(row, "estimate", $"is 'agreed' where the customer agreed to an estimate, else empty; not '{row["estimate"]}'");
        return false;
    }

    private OrderKind KindOf(OrderRow row)
    {
        var text = row["kind"];
        var name = string.Concat(text.Split('_', '-').Select((part, i) => i == 0 || part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        if (WireNames.TryParse<OrderKind>(name, out var kind)) return kind;
        Fault(row, "kind", $"is one of {string.Join(", ", Enum.GetValues<OrderKind>().Select(one => one.WireName()))}, not '{text}'");
        return default;
    }

    private OrderRegister? RegisterOf(OrderRow row, OrderKind kind)
    {
        if (row["final"].Length == 0 && row["start"].Length == 0 && row["item"].Length == 0) return null;
        var item = Total;
        if (row["item"].Length > 0 && !ObisCode.TryParse(row["item"], out item)) Fault(row, "item", $"takes a register such as 1-0:1.8.0, not '{row["item"]}'");
        if (NumberOf(row, "final") is not { } final)
        {
            if (row["final"].Length == 0) Fault(row, "final", $"is empty: the register {item} just before");
            return null;
        }

        var start = NumberOf(row, "start");
        if (start is null && row["start"].Length == 0 && kind == OrderKind.Exchange) Fault(row, "start", $"is empty: what the new meter showed on {item}");
        return new(item, final, start ?? final);
    }

    private DateTimeOffset Missing(OrderRow row, string column)
    {
        if (row[column].Length == 0) Fault(row, column, "is empty");
        return default;
    }

    /// <summary>An instant with its offset, a local time, or for what lasts whole days a date; a last day ends with it.</summary>
    private DateTimeOffset? TimeOf(OrderRow row, string column, bool isDays, bool isEnd)
    {
        var text = row[column];
        if (text.Length == 0) return null;
        if (isDays && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day })
            return zone.AtStartOfDay(isEnd ? day.PlusDays(1) : day).ToDateTimeOffset().ToUniversalTime();
        if (OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var offset }) return Whole(offset.ToDateTimeOffset());
        foreach (var pattern in Locals)
        {
            if (pattern.Parse(text) is not { Success: true, Value: var local }) continue;
            var mapping = zone.MapLocal(local);
            if (mapping.Count == 1) return Whole(mapping.Single().ToDateTimeOffset());
            Fault(row, column, mapping.Count == 0 ? $"{text} does not exist in {zone.Id}: clocks were put forward" : $"{text} happened twice in {zone.Id}: give it with its offset, such as {text.Replace(' ', 'T')}{mapping.First().Offset:m}");
            return null;
        }

        Fault(row, column, $"takes a time such as 2026-06-15T10:30:00+08:00, or 2026-06-15 10:30 of {zone.Id}{(isDays ? ", or a date" : "")}, not '{text}'");
        return null;
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private decimal? NumberOf(OrderRow row, string column)
    {
        var text = row[column];
        if (text.Length == 0) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Fault(row, column, $"takes a number with a point, not '{text}'");
        return null;
    }

    private void Fault(OrderRow row, string column, string sentence) => _faults.Add(new(row.Row, column, sentence));
}
