using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>Compares the meter list with what was accepted of it before and with the orders since. Pure.</summary>
public static class MasterCheck
{
    /// <summary>Rows that changed without a dated order, one sentence each; and what is to be accepted when there are none.</summary>
    public static (IReadOnlyList<(MeterId Meter, string Sentence)> Faults, IReadOnlyList<(MeterId Meter, MasterRecord Record)> News) Of(
        IEnumerable<Meter> list, Func<MeterId, (MasterRecord Record, DateTimeOffset At)?> accepted, OrderBook book)
    {
        List<(MeterId, string)> faults = [];
        List<(MeterId, MasterRecord)> news = [];
        foreach (var meter in list)
        {
            var says = MasterRecord.Of(meter);
            if (accepted(meter.Id) is not { } before)
            {
                news.Add((meter.Id, says));
                continue;
            }

            var holds = book.Latest(meter.Id) ?? before.Record;
            if (says == holds)
            {
                if (says != before.Record) news.Add((meter.Id, says));
            }
            else if (says != before.Record || !IsBehind(book, meter.Id, before.At))
            {
                faults.Add((meter.Id, Sentence(meter, holds, says, before.At)));
            }
        }

        return (faults, news);
    }

    /// <summary>An order newer than the list's last change: the list may follow later, what the order says holds meanwhile.</summary>
    private static bool IsBehind(OrderBook book, MeterId meter, DateTimeOffset since) =>
        book.InForce(meter).Any(filed => filed.Order.ChangesMaster && filed.EnteredAt >= since);

    private static string Sentence(Meter meter, MasterRecord holds, MasterRecord says, DateTimeOffset since) =>
        $"meter {meter.Id}: {holds.Until(says)} without a dated order ({Held(since)}). Enter when and how it changed, "
        + $"{Example(meter, holds, says)}, or set the list back";

    private static string Held(DateTimeOffset since) => $"accepted {since.UtcDateTime:yyyy-MM-dd HH:mm} UTC, with the orders since";

    private static string Example(Meter meter, MasterRecord holds, MasterRecord says)
    {
        if (holds.Digits != says.Digits) return $"such as amr order add exchange --meter {meter.Id} --at TIME --register 1-0:1.8.0=FINAL/START --digits {says.Digits}";
        if (holds.Multiplier != says.Multiplier || holds.Ct != says.Ct) return $"such as amr order add ratioChange --meter {meter.Id} --at TIME --register 1-0:1.8.0=REGISTER --ct {says.Ct:0.####} --pt {says.Pt:0.####}";
        return $"such as amr order add account --meter {meter.Id} --at TIME --account '{says.Account}' --point '{says.Point}'";
    }
}
