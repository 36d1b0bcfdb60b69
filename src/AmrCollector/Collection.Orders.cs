using AmrCollector.Events;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;

namespace AmrCollector;

/// <content>Work orders: entered, withdrawn, and what the ledger makes of them.</content>
public sealed partial class Collection
{
    private const int MostAffected = 1000;

    /// <summary>Exchanges that nobody wrote down, by what the ledger has refused. Proposals to a person.</summary>
    public IReadOnlyList<Validation.ExchangeProposal> ProposedExchanges => _exchanges.Proposals(_asking, _meters);

    /// <summary>
    /// Everything wrong with <paramref name="orders"/>, each beside those before it; <paramref name="rows"/> says where each of them stands.
    /// Orders that are in the files already are no fault and are not among the new ones.
    /// </summary>
    public (IReadOnlyList<Order> News, IReadOnlyList<FiledOrder> Known, IReadOnlyList<OrderFault> Faults) Check(IReadOnlyList<Order> orders, IReadOnlyList<int> rows)
    {
        OrderCheck check = new(_meters, _time.GetUtcNow());
        var book = Orders.Book;
        List<Order> news = [];
        List<FiledOrder> known = [];
        List<OrderFault> faults = [];
        for (var i = 0; i < orders.Count; i++)
        {
            if (OrderCheck.Same(orders[i], book) is { } same)
            {
                if (same.Number > 0) known.Add(same);
                else faults.Add(new(rows[i], "", "stands twice"));
                continue;
            }

            faults.AddRange(check.Faults(orders[i], rows[i], book));
            news.Add(orders[i]);
            book = book.With(Draft(orders[i], -news.Count));
        }

        return (news, known, faults);
    }

    /// <summary>What entering <paramref name="orders"/> would write into the ledger as it is now, revisions and new entries (the register at a move); at most 1,000 an order. Changes nothing.</summary>
    public IReadOnlyList<OrderEffect> Preview(IReadOnlyList<Order> orders)
    {
        var book = Orders.Book;
        for (var i = 0; i < orders.Count; i++) book = book.With(Draft(orders[i], -1 - i));
        foreach (var meter in orders.Select(order => order.Meter).Distinct())
            if (Orders.FirstOf(meter) is { } first) book = book.WithFirst(meter, first);
        var (around, blank) = (Around(_setup, _asking, () => book), new BlankMeters([], _asking));
        List<OrderEffect> effects = [];
        foreach (var own in orders.GroupBy(order => order.Meter))
        {
            if (!_meters.TryGetValue(own.Key, out var meter)) continue;
            // Histories of its own: nothing of a trial is remembered.
            BlockJudge trial = new(_asking, new RegisterHistories(_asking, blank), _parameters, WrapOf, Findings.Blocking, around, (_, _, _) => { });
            var drafts = trial.Judge([.. own.Select(order => new Handover.Order(meter, Draft(order, 0) with { EnteredAt = _time.GetUtcNow() }))]);
            effects.AddRange(OrderEffect.Of(drafts, Standing).Take(MostAffected * own.Count()));
        }

        return effects;
    }

    /// <summary>
    /// Files checked orders, durable first, and lets the ledger follow: what they touch is judged anew, as revisions. When the process ends
    /// in between, the ledger follows at the next start. A finding that an order explains is settled by it.
    /// </summary>
    /// <exception cref="OrderConflictException">The key was used for other orders.</exception>
    public async Task<IReadOnlyList<FiledOrder>> EnterAsync(
        IReadOnlyList<Order> orders, string who, string? key, string digest, CancellationToken cancellationToken)
    {
        await _prepared; // the list was there before the order
        var filed = Orders.Enter(orders, who, key, digest);
        foreach (var one in filed)
        {
            _logger.OrderFiled(one.Id, one.Order.Kind.WireName(), one.Order.Meter, who);
            await ExplainAsync(one, cancellationToken);
        }

        await FollowAsync(filed, cancellationToken);
        return filed;
    }

    /// <summary>Withdraws an order, durable first; what it touched is judged as if it had never been.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that number.</exception>
    /// <exception cref="OrderConflictException">It is withdrawn already.</exception>
    public async Task<FiledOrder> WithdrawAsync(long number, string who, string why, CancellationToken cancellationToken)
    {
        var withdrawn = Orders.Withdraw(number, who, why);
        _logger.OrderWithdrawn(withdrawn.Id, withdrawn.Order.Kind.WireName(), withdrawn.Order.Meter, who, why);
        await FollowAsync([withdrawn], cancellationToken);
        return withdrawn;
    }

    private Surroundings Around(CollectionSetup setup, Ledger.LedgerReader ledger, Func<OrderBook> book) =>
        new(book, Operations.ClockChangesOf, setup.Plans, _observations, setup.Zone, new(setup.Meters, ledger, book, _parameters));

    private void TellOfDevice(Meter meter, ObisCode item, decimal? value)
    {
        _logger.DeviceFault(meter.Id, item, value);
        Events.Add(new()
        {
            Kind = "deviceFault",
            Subject = meter.Id.Value,
            Meter = meter.Id,
            Line = meter.Line,
            Severity = EventSeverity.Alarm,
            Sentence = $"Meter {meter.Id} keeps saying {value} on {item}, read again and again: a fault of the device, not of the line.",
        });
    }

    private Entry? Standing(string id) => Ledger.Epochs.TryFind(id, out var sequence) ? _asking.Entry(sequence) : null;

    private static FiledOrder Draft(Order order, int number) => new() { Number = number, Order = order, EnteredBy = "", EnteredAt = default };

    private static IReadOnlyList<(MeterId Meter, MasterRecord Record)> RefuseChangesWithoutOrder(CollectionSetup setup, OrderStore orders)
    {
        var (faults, news) = MasterCheck.Of(setup.Meters, orders.Accepted, orders.Book);
        return faults.Count == 0 ? news : throw new MasterDataException([.. faults.Select(fault => fault.Sentence)]);
    }

    private static void AcceptList(CollectionSetup setup, OrderStore orders) => Accept(setup, RefuseChangesWithoutOrder(setup, orders), orders);

    private static void Accept(CollectionSetup setup, IReadOnlyList<(MeterId Meter, MasterRecord Record)> news, OrderStore orders)
    {
        orders.Accept(news);
        orders.Share(setup.Meters);
    }

    private async Task FollowAsync(IReadOnlyList<FiledOrder> filed, CancellationToken cancellationToken)
    {
        foreach (var one in filed)
        {
            if (_meters.TryGetValue(one.Order.Meter, out var meter)) await _writer.StoreAsync(new Handover.Order(meter, one), cancellationToken);
            _profiles.Note(one.Order);
        }

        Orders.MarkFollowed(filed.Select(one => one.Number));
    }

    private async Task FollowLeftOrdersAsync()
    {
        try
        {
            await FollowAsync(Orders.Unfollowed(), CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or LedgerException)
        {
            // The writer has ended: the orders stay marked for the next start.
        }
    }

    /// <summary>A finding that says what the order says is settled by it; whoever settles it at the same time is right as well.</summary>
    private async Task ExplainAsync(FiledOrder filed, CancellationToken cancellationToken)
    {
        foreach (var finding in Findings.Blocking(filed.Order.Meter))
        {
            if (finding.State != FindingState.Open || !OrderedFindings.Explains(filed.Order, finding.Report)) continue;
            try
            {
                await SettleAsync(finding.Number, finding.Version, FindingState.Accepted, $"order {filed.Name} explains it", filed.EnteredBy, cancellationToken);
            }
            catch (FindingConflictException e)
            {
                _logger.FindingNotSettled(finding.Id, e.Message);
            }
        }
    }
}
