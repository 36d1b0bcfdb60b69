using AmrCollector.Metering;
using AmrCollector.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Validation;

public sealed class RegisterProperties
{
    private const int Modulus = 100_000_000; // in hundredths

    /// <summary>Days that no pattern rule holds: never twice as much as another.</summary>
    private static readonly Gen<(int Start, int[] Days)> Calm = Lives(500, 999);

    private static readonly Gen<(int Start, int[] Days)> Wild = Gen.OneOf(Lives(0, 1500), Lives(0, 1), Lives(0, 40_000));

    [Fact]
    public void Billed_energy_is_last_minus_first_register_and_wraps() =>
        Prop.ForAll(Calm.ToArbitrary(), life =>
        {
            var book = new Book();
            foreach (var (day, value) in Readings(life)) book.Take(Household.Day(day), value);
            return book.Billed == life.Days.Sum() / 100m && book.Billed == book.Way;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_held_is_billed_by_the_next_that_is_released() =>
        Prop.ForAll(Wild.ToArbitrary(), life =>
        {
            var book = new Book();
            foreach (var (day, value) in Readings(life)) book.Take(Household.Day(day), value);
            return book.Billed == book.Way;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Judging_everything_again_changes_nothing() =>
        Prop.ForAll(Calm.ToArbitrary(), life =>
        {
            var book = new Book();
            foreach (var (day, value) in Readings(life)) book.Take(Household.Day(day), value);
            var (billed, count) = (book.Billed, book.Past.Count);
            return Readings(life).All(reading => !book.Take(Household.Day(reading.Day), reading.Value)) && book.Billed == billed && book.Past.Count == count;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Blocks_of_late_readings_may_come_in_any_order() =>
        Prop.ForAll(Calm.ToArbitrary(), Gen.Shuffle(Enumerable.Range(0, 6)).ToArbitrary(), (life, order) =>
        {
            var (book, readings) = (new Book(), Readings(life).ToArray());
            foreach (var block in order)
            {
                foreach (var (day, value) in readings.Skip(block * 6).Take(6)) book.Take(Household.Day(day), value);
            }

            return book.Billed == life.Days.Sum() / 100m && book.Past.Count == readings.Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reads_of_the_moment_between_the_freezes_change_no_sum() =>
        Prop.ForAll(Calm.ToArbitrary(), Gen.Choose(1, 99).ArrayOf(35).ToArbitrary(), (life, hundredths) =>
        {
            var (book, readings) = (new Book(), Readings(life).ToArray());
            for (var i = 0; i < life.Days.Length; i++)
            {
                var between = (life.Start + life.Days.Take(i).Sum() + (life.Days[i] * hundredths[i] / 100)) % Modulus;
                book.Take(Household.Day(i + (hundredths[i] / 100.0)), between / 100m, Source.Current);
            }

            foreach (var (day, value) in readings) book.Take(Household.Day(day), value);
            return book.Billed == book.Way && book.Verdicts.All(verdict => !verdict.Held) && book.Past.Count == 71;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_read_nothing_negative_is_billed_and_the_sum_follows_the_register() =>
        Prop.ForAll(Noise().ListOf().ToArbitrary(), readings =>
        {
            var book = new Book();
            foreach (var (hour, value, source) in readings) book.Take(Household.Day(hour / 24.0), value / 100m, source);
            return book.Billed == book.Way && book.Verdicts.All(verdict => verdict.Consumption is not { Value: < 0 });
        }).QuickCheckThrowOnFailure();

    private static Gen<(int Start, int[] Days)> Lives(int least, int most) =>
        from start in Gen.OneOf(Gen.Choose(0, Modulus - 1), Gen.Choose(Modulus - 5000, Modulus - 1))
        from days in Gen.Choose(least, most).ArrayOf(35)
        select (start, days);

    private static Gen<(int Hour, int Value, Source Source)> Noise() =>
        from hour in Gen.Choose(0, 1000)
        from value in Gen.OneOf(Gen.Choose(0, 50_000), Gen.Choose(Modulus - 50_000, Modulus + 10), Gen.Choose(0, Modulus))
        from source in Gen.Elements(Source.DailyFreeze, Source.Current, Source.Settlement)
        select (hour, value, source);

    private static IEnumerable<(int Day, decimal Value)> Readings((int Start, int[] Days) life)
    {
        var register = life.Start;
        yield return (0, register / 100m);
        for (var i = 0; i < life.Days.Length; i++)
        {
            register = (register + life.Days[i]) % Modulus;
            yield return (i + 1, register / 100m);
        }
    }
}
