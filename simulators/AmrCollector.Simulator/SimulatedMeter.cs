using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator.Dlt645;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator;

/// <summary>
/// One meter of a running district. Its registers are computed from the seed when asked: between requests it costs
/// only this object. Members may be used from any thread.
/// </summary>
public sealed class SimulatedMeter
{
    private const int InstantFreezes = 3;
    private const ulong TurnRoundSalt = 0x7152_0000;

    private readonly LoadCurve _load;
    private readonly Dlt645Address _ownAddress;
    private Dlt645Address? _faultAddress;
    private MeterMemory? _memory;
    private volatile MeterFaults _faults = MeterFaults.None;
    private DateTimeOffset[] _freezes = [];
    private long _requests;

    internal SimulatedMeter(MeterGroup group, long number, int unit, string line, LoadCurve load, TimeSpan utcOffset)
    {
        (Group, Number, Unit, Line, _load, UtcOffset) = (group, number, (byte)unit, line, load, utcOffset);
        if (!Kind.IsModbus && Dlt645Address.TryParse(Id, out var wireAddress)) _ownAddress = wireAddress;
        Faults = group.Faults;
    }

    /// <summary>Meter number, twelve digits.</summary>
    public string Id => Number.ToString("D12");

    /// <summary>How it is asked on its line: twelve digits (14 for CJ/T 188), or its Modbus unit.</summary>
    public string Address => Kind.Protocol switch
    {
        WireProtocol.Modbus => Unit.ToString(),
        WireProtocol.Cjt188 => Cjt188.Cjt188Address.TextOf(this),
        _ => WireAddress.ToString(),
    };

    /// <summary>Name of the line it hangs on.</summary>
    public string Line { get; }

    /// <summary>What it is on paper.</summary>
    public MeterKind Kind => Group.Kind;

    /// <summary>Name of its model.</summary>
    public string Model => Kind.Model;

    /// <summary>"residential", "commercial", "industrial" or "public".</summary>
    public string CustomerClass => _load.Kind switch
    {
        LoadKind.Shop => "commercial",
        LoadKind.Workshop => "industrial",
        LoadKind.Lighting => "public",
        _ => "residential",
    };

    /// <summary>Transformer area.</summary>
    public string Area => Group.Area;

    /// <summary>What lives behind it.</summary>
    public LoadKind Load => _load.Kind;

    /// <summary>What is wrong with it; may be set while the district runs and holds from the next reply on.</summary>
    public MeterFaults Faults
    {
        get => _faults;
        set
        {
            _faultAddress = value.Address is { } digits && Dlt645Address.TryParse(digits, out var other) ? other : null;
            _faults = value;
        }
    }

    /// <summary>Requests that reached it, answered or not.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>Its standard time east of UTC.</summary>
    internal TimeSpan UtcOffset { get; }

    internal MeterGroup Group { get; }

    /// <summary>Held while a request or another thread changes what the meter remembers.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Its registers; null when it does not speak Modbus.</summary>
    internal Modbus.RegisterImage? Image { get; init; }

    internal byte Unit { get; }

    internal Dlt645Address WireAddress => _faultAddress ?? _memory?.Address ?? _ownAddress;

    /// <summary>What commands have changed, made when first asked for.</summary>
    internal MeterMemory Memory => LazyInitializer.EnsureInitialized(ref _memory);

    /// <summary>What commands have changed; null when none has.</summary>
    internal MeterMemory? Recalled => _memory;

    internal ulong Seed => _load.Seed;

    internal long Number { get; }

    /// <summary>
    /// What its register shows at an instant, faults of the register included, in kWh, kvarh or kVAh with the meter's decimals.
    /// <paramref name="obis"/> is 1-0:C.8.T with C = 1 import, 2 export, 3 and 5 reactive with import, 4 and 7 reactive with export,
    /// 6 and 8 (always 0), 9 and 10 apparent, 15 import plus export, 21 41 61 and 22 42 62 the phases, and T = 0 the total or 1 to 4
    /// a tariff (C up to 4). Water is 8-0:1.0.0 in m3, heat 6-0:1.0.0 in kWh. Throws <see cref="ArgumentException"/> for another code.
    /// </summary>
    public decimal RegisterAt(string obis, DateTimeOffset instant)
    {
        if (Kind.Protocol == WireProtocol.Cjt188 && obis == (Kind.Medium == 0x10 ? "8-0:1.0.0" : "6-0:1.0.0")) return Cjt188.Registers188.Total(this, instant) / 100m;
        var wattHours = RegistersAt(instant).Find(obis)
            ?? throw new ArgumentException($"This simulator keeps no register {obis}.", nameof(obis));
        return Kind.Decimals == 3 ? new decimal(wattHours) / 1000m : new decimal(wattHours / 10) / 100m;
    }

    /// <summary>The instant at which its own clock shows the newest midnight that is not after <paramref name="now"/>, minus <paramref name="days"/>.</summary>
    public DateTimeOffset MidnightBefore(DateTimeOffset now, int days)
    {
        var shown = ClockAt(now);
        return now - shown.TimeOfDay - TimeSpan.FromDays(days);
    }

    /// <summary>What its clock shows at an instant: its standard time and the clock fault.</summary>
    public DateTime ClockAt(DateTimeOffset instant) => instant.UtcDateTime + UtcOffset + _faults.ClockOff;

    /// <summary>True when its relay lets nothing through at <paramref name="now"/>.</summary>
    public bool IsDisconnectedAt(DateTimeOffset now)
    {
        lock (Gate)
        {
            AdvanceTo(now);
            return _memory?.Relay.IsOpen == true;
        }
    }

    /// <summary>Somebody presses the button at the meter: a relay that is allowed to closes.</summary>
    public void PressButton(DateTimeOffset now)
    {
        lock (Gate)
        {
            AdvanceTo(now);
            if (_memory?.Relay is { MayBeClosed: true }) RelayControl.Close(this, now, operatorCode: []);
        }
    }

    /// <summary>What is left of what was paid, in kWh or yuan; negative when it is overdrawn, null when it is not prepaid.</summary>
    public decimal? BalanceAt(DateTimeOffset now)
    {
        lock (Gate)
        {
            AdvanceTo(now);
            return _memory?.Purse is { } purse ? purse.BalanceAt(RegistersAt(now).Import.Total) / 100m : null;
        }
    }

    /// <summary>Lets time do what it does without a request: delayed relays move, an empty purse trips.</summary>
    internal void AdvanceTo(DateTimeOffset now)
    {
        if (Group.Prepay is { } plan && Memory.Purse is null) Memory.Purse = new Purse(plan, RegistersAt(now).Import.Total);
        if (_memory is not null) RelayControl.AdvanceTo(this, now);
    }

    /// <summary>Keeps a freeze of now, of which the newest three can be read.</summary>
    internal void Freeze(DateTimeOffset now)
    {
        var kept = _freezes;
        _freezes = [now, .. kept.Take(InstantFreezes - 1)];
    }

    /// <summary>Speed and format at which it speaks on its line.</summary>
    internal WireSpeed SpeedOn(LinePlan plan) =>
        new(_memory?.Baud ?? (Group.Baud > 0 ? Group.Baud : plan.Baud), Group.Format.Length > 0 ? Group.Format : plan.Format);

    /// <summary>From the end of a request to its answer's first bit: its own, with a tenth of the line's range as jitter.</summary>
    internal TimeSpan TurnRoundOn(LinePlan plan)
    {
        const ulong Thousand = 1000;
        var range = plan.TurnRoundMost - plan.TurnRound;
        if (range <= TimeSpan.Zero) return plan.TurnRound;
        var (own, jitter) = (Mix.Of(Seed, TurnRoundSalt) % Thousand, Mix.Of(Seed ^ TurnRoundSalt, (ulong)Requests) % Thousand);
        return plan.TurnRound + (range * ((own * 0.9) + (jitter * 0.1)) / Thousand);
    }

    /// <summary>Loses the freezes that were asked for.</summary>
    internal void ForgetFreezes() => _freezes = [];

    /// <summary>Tariffs it is set to, at most the four the district's day table knows.</summary>
    internal int TariffCount =>
        _memory?.Parameters.TryGetValue(ParameterWrites.TariffCount, out var set) == true && Protocol.Bcd.TryRead(set, out var count) ? (int)count : Tariffs.Count;

    /// <summary>When freeze <paramref name="record"/> (1 the newest) was asked for, else null.</summary>
    internal DateTimeOffset? InstantFreeze(int record)
    {
        var kept = _freezes;
        return record >= 1 && record <= kept.Length ? kept[record - 1] : null;
    }

    /// <summary>True when a fault of the wire that is switched on touches this request.</summary>
    internal bool TripsNow(bool switchedOn) => switchedOn && Requests % Math.Max(1, _faults.OneIn) == 0;

    internal long CountRequest() => Interlocked.Increment(ref _requests);

    internal MeterRegisters RegistersAt(DateTimeOffset instant)
    {
        var faults = _faults;
        if (faults.StuckSince is { } since && instant > since) instant = since;
        var registers = Raw(instant);
        if (faults.RolloverAt is not { } rollover) return registers;
        return registers.Shifted(Kind.ModulusWh - Raw(rollover).Import.Total, Kind.ModulusWh);
    }

    internal MomentaryValues ValuesAt(DateTimeOffset instant) => MomentaryValues.Of(this, MilliwattsAt(instant), LocalTime.Of(instant, UtcOffset));

    /// <summary>Average power of the running quarter of an hour; nothing flows through an open relay.</summary>
    internal long MilliwattsAt(DateTimeOffset instant) =>
        _memory?.Relay.WasOpenAt(instant) == true ? 0 : _load.MilliwattsAt(LocalTime.Of(instant, UtcOffset));

    private MeterRegisters Raw(DateTimeOffset instant)
    {
        var energy = _load.EnergyAt(LocalTime.Of(instant, UtcOffset));
        if (_memory is not { } memory) return MeterRegisters.Of(energy, Seed, _load.Kind, Kind);
        var cleared = memory.ClearedAt is { } at && at <= instant ? memory.ClearedAt : null;
        if (cleared is { } since) energy = energy.Since(_load.EnergyAt(LocalTime.Of(since, UtcOffset)));
        foreach (var (from, to) in memory.Relay.Gaps)
        {
            var (begin, end) = (from < cleared ? cleared.Value : from, to is null || to > instant ? instant : to.Value);
            if (begin < end) energy = energy.Since(_load.EnergyAt(LocalTime.Of(end, UtcOffset)).Since(_load.EnergyAt(LocalTime.Of(begin, UtcOffset))));
        }

        return MeterRegisters.Of(energy, Seed, _load.Kind, Kind, cleared is not null);
    }
}
