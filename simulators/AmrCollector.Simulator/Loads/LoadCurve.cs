namespace AmrCollector.Simulator.Loads;

/// <summary>
/// One meter's load: a pure function of (seed, time), monotone, in whole numbers. A day is the kind's shape times the day's
/// factor; within an hour the quarters swing around the hour's average without changing it. No state: a day costs one hash.
/// </summary>
/// <param name="Kind">What lives behind the meter.</param>
/// <param name="Amplitude">Size of the load, 1024 = the shape as it stands.</param>
/// <param name="Seed">The meter's own chance.</param>
/// <param name="Weather">The district's weather.</param>
internal readonly record struct LoadCurve(LoadKind Kind, int Amplitude, ulong Seed, Weather Weather)
{
    private const ulong ExportSalt = 0xA5A5_0000_0000;

    /// <summary>Energy from the beginning to <paramref name="time"/>.</summary>
    internal EnergyTally EnergyAt(LocalTime time)
    {
        var shape = LoadShape.Of(Kind);
        var tally = default(EnergyTally);
        var (day, dayKind) = (time.Day, time.DayKind);
        AddDays(shape, day, export: false, ref tally.Import);
        AddToday(shape, DayFactor(shape, day, export: false), day, dayKind, time.SecondOfDay, export: false, ref tally.Import);
        if (!shape.Exports) return tally;
        AddDays(shape, day, export: true, ref tally.Export);
        AddToday(shape, DayFactor(shape, day, export: true), day, dayKind, time.SecondOfDay, export: true, ref tally.Export);
        return tally;
    }

    /// <summary>Average power in mW of the running quarter of an hour; negative when it feeds back.</summary>
    internal long MilliwattsAt(LocalTime time)
    {
        var shape = LoadShape.Of(Kind);
        var (hour, quarter) = (time.SecondOfDay / 3600, time.SecondOfDay / 900 % 4);
        var swing = Swing(shape, (time.Day * 24) + hour, quarter);
        var import = (long)DayFactor(shape, time.Day, export: false) * shape.Import(time.DayKind, hour) * swing;
        if (!shape.Exports) return (import >> 10) * 1000 >> 10;
        var export = (long)DayFactor(shape, time.Day, export: true) * shape.Export(time.DayKind, hour) * swing;
        return ((import - export) >> 10) * 1000 >> 10;
    }

    private void AddDays(LoadShape shape, long days, bool export, ref EnergyTally.FourTariffs energy)
    {
        Span<long> factors = stackalloc long[LoadShape.DayKinds];
        var (years, rest) = Math.DivRem(days, Weather.Days);
        if (years > 0)
        {
            AddFactors(shape, Weather.Days, export, factors);
            foreach (ref var factor in factors) factor *= years;
        }

        AddFactors(shape, rest, export, factors);
        for (var kind = 0; kind < LoadShape.DayKinds; kind++)
        {
            for (var tariff = 0; tariff < Tariffs.Count; tariff++)
            {
                var wattHours = export ? shape.ExportOfDay(kind, tariff) : shape.ImportOfDay(kind, tariff);
                energy[tariff] += factors[kind] * wattHours * (3600L << 10);
            }
        }
    }

    private void AddFactors(LoadShape shape, long days, bool export, Span<long> factors)
    {
        for (var day = 0L; day < days; day++) factors[LocalTime.KindOf(day)] += DayFactor(shape, day, export);
    }

    private void AddToday(LoadShape shape, int factor, long day, int dayKind, int second, bool export, ref EnergyTally.FourTariffs energy)
    {
        var (hours, left) = Math.DivRem(second, 3600);
        for (var hour = 0; hour < hours; hour++) energy[Tariffs.At(hour)] += Watts(hour) * (3600L << 10);

        var (now, inHour) = (0L, (day * 24) + hours);
        if (left == 0) return;
        for (var quarter = 0; left > 0; quarter++, left -= 900) now += Swing(shape, inHour, quarter) * (long)Math.Min(left, 900);
        energy[Tariffs.At(hours)] += Watts(hours) * now;

        long Watts(int hour) => (long)factor * (export ? shape.Export(dayKind, hour) : shape.Import(dayKind, hour));
    }

    // The year of 364 days repeats with all its chance, so that any instant costs at most two years of hashes.
    private int DayFactor(LoadShape shape, long day, bool export)
    {
        var step = (ulong)(day % Weather.Days);
        var chance = (int)(Mix.Of(export ? Seed ^ ExportSalt : Seed, step) & 511) - 256;
        var factor = Amplitude;
        if (export) factor = (factor * Weather.Sun(day)) >> 10;
        else if (shape.Weathered) factor = (factor * Weather.Demand(day)) >> 10;
        return (factor * (1024 + (chance >> shape.Calm))) >> 10;
    }

    private int Swing(LoadShape shape, long hour, int quarter)
    {
        var chance = Mix.Of(~Seed, (ulong)hour);
        var swing = ((int)((quarter < 2 ? chance : chance >> 10) & 1023) - 512) >> shape.Calm;
        return (quarter & 1) == 0 ? 1024 + swing : 1024 - swing;
    }
}
