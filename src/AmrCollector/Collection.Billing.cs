using AmrCollector.Billing;
using AmrCollector.Events;
using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector;

/// <content>Billing reads: issued beside the collecting, from what is committed.</content>
public sealed partial class Collection
{
    private static readonly TimeSpan BillingEvery = TimeSpan.FromSeconds(5);

    private readonly BillingBook _billing;
    private readonly BillingReader _billed;
    private readonly LedgerReader _billingLedger;
    private readonly BillingDesk _billingDesk;
    private readonly FinalReads _finals;
    private string? _billingTrouble;

    /// <summary>Reading days, for who bills.</summary>
    public BillingDays BillingDays { get; }

    private (BillingBook, BillingReader, LedgerReader, BillingDesk, BillingDays) OpenBilling(CollectionSetup setup)
    {
        BillingCalendar calendar = new(setup.Zone, setup.Billing);
        var book = BillingBook.Open(setup.LedgerFolder, Ledger.Id, calendar.DayOf(_since));
        var (billed, ledger) = (BillingReader.Open(setup.LedgerFolder)!, Ledger.OpenReader());
        BillingDesk desk = new(book, Assessment(book.Reader), ledger, _meters, () => Orders.Book, calendar, setup.Billing, _time);
        return (book, billed, ledger, desk, new(billed, Assessment(billed), _meters, () => Orders.Book, calendar, setup.Billing, _time));

        BillingAssessment Assessment(BillingReader of) => new(ledger, of, () => Orders.Book, Findings.Blocking, calendar, setup.Billing, () => _parameters, WrapOf);
    }

    /// <summary>Billing is no part of any promise to a sender: trouble with its book holds nothing else up, and it takes up where it was.</summary>
    private async Task BillAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            if (_clocks.Trust.KnowsDay) Bill(stopping); // else nobody knows what is due: the alarm about the clock stands
            await Task.Delay(BillingEvery, _time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Bill(CancellationToken stopping)
    {
        var trouble = Billed(stopping);
        if (trouble is not null && trouble != _billingTrouble) _logger.BillingTrouble(trouble);
        _billingTrouble = trouble;
        Events.Add(trouble is null
            ? EventDraft.AllClear(EventKind.BillingTrouble, "", "billing reads are issued")
            : EventDraft.Alarm(EventKind.BillingTrouble, "", EventSeverity.Alarm, $"billing reads are not issued: {trouble}"));
    }

    private string? Billed(CancellationToken stopping)
    {
        try
        {
            _billingDesk.Run(stopping);
            if (_clocks.Trust.IsTrusted) _finals.Run();
            return _billingDesk.Trouble;
        }
        catch (SqliteException e)
        {
            return e.Sentence();
        }
    }

    private void CloseBilling()
    {
        _billing.Dispose();
        _billed.Dispose();
        _billingLedger.Dispose();
    }
}
