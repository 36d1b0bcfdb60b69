using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

/// <summary>What the ledger would have in force: readings judged, stored, and what follows a late one derived anew.</summary>
internal sealed class Book
{
    private readonly Household _home = new();
    private readonly Dictionary<(DateTimeOffset At, Source Source), (decimal Value, Verdict Verdict)> _inForce = [];

    public RegisterTimeline Past => _home.Past;

    public IEnumerable<Verdict> Verdicts => _inForce.Values.Select(entry => entry.Verdict);

    /// <summary>Sum of what may be billed.</summary>
    public decimal Billed => Verdicts.Where(verdict => !verdict.Held).Sum(verdict => verdict.Consumption?.Value ?? 0);

    /// <summary>Way along the released baselines, over the modulus where needed.</summary>
    public decimal Way
    {
        get
        {
            var (sum, before) = (0m, default(decimal?));
            for (var i = 0; i < Past.Count; i++)
            {
                if (!Past[i].IsBaseline || Past.BaselineAt(Past[i].Instant)!.Value.Source != Past[i].Source) continue;
                if (before is { } from) sum += Past[i].Value >= from ? Past[i].Value - from : Past[i].Value - from + _home.Meter.Modulus;
                before = Past[i].Value;
            }

            return sum;
        }
    }

    /// <summary>False when it was a repeat.</summary>
    public bool Take(DateTimeOffset at, decimal value, Source source = Source.DailyFreeze)
    {
        var verdict = _home.Judged(_home.Set(at, value, source));
        if (verdict.IsRepeat) return false;
        Store(at, source, value, verdict);
        foreach (var row in Past.SuccessorsOf(at))
        {
            var old = _inForce[(row.Instant, row.Source)];
            if (Judge.Rederived(_home.Set(row.Instant, row.Value, row.Source), old.Verdict, Past, _home.Parameters) is { } revised) Store(row.Instant, row.Source, row.Value, revised);
        }

        return true;
    }

    private void Store(DateTimeOffset at, Source source, decimal value, Verdict verdict)
    {
        var row = TimelineRow.Of(at, source, value, verdict);
        Past.Put(row);
        if (row.IsInForce) _inForce[(at, source)] = (value, verdict);
    }
}
