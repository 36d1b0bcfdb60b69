using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Models;

public sealed class ReadPlanTests
{
    [Fact]
    public void Every_register_item_is_read_exactly_once_and_whole() =>
        Prop.ForAll(Registers().ToArbitrary(), ((Item[] Items, RegisterLimits Limits) of) =>
        {
            var plan = ReadPlan.For(of.Items, [], of.Limits).Cast<Question.Modbus>().ToList();
            var asked = plan.SelectMany(run => run.Items).ToList();
            return asked.Count == of.Items.Distinct().Count() && asked.ToHashSet().SetEquals(of.Items)
                && plan.TrueForAll(run => run.Items.All(item => Holds(run, (Layout.Modbus)item.Layout)))
                && plan.TrueForAll(run => run.Items.Count == 1 || run.Count <= of.Limits.MostOf(run.Table))
                && plan.TrueForAll(run => !of.Limits.IsEven(run.Table) || (run.Start % 2 == 0 && run.Count % 2 == 0))
                && plan.TrueForAll(run => run.Items.Count == 1 || !of.Limits.Forbidden.Any(range => Crosses(run, range)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_two_runs_could_be_joined_for_less() =>
        Prop.ForAll(Registers().ToArbitrary(), ((Item[] Items, RegisterLimits Limits) of) =>
        {
            var plan = ReadPlan.For(of.Items, [], of.Limits with { Forbidden = [] }).Cast<Question.Modbus>().ToList();
            return plan.Zip(plan.Skip(1)).All(pair =>
            {
                var (first, second) = pair;
                var hole = second.Start - (first.Start + first.Count);
                var joined = Math.Max(second.Start + second.Count, first.Start + first.Count) - first.Start;
                return first.Table != second.Table || first.Table.IsBits() || hole > of.Limits.MaxHole || joined > of.Limits.MaxRegisters || hole >= 20;
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_hole_is_read_along_only_where_the_model_allows_it_and_it_pays()
    {
        Item[] items = [At(0), At(10), At(40)];
        Assert.Equal(["0+2", "10+2", "40+2"], Runs(items, new()));
        Assert.Equal(["0+12", "40+2"], Runs(items, new() { MaxHole = 125 }));
        Assert.Equal(["0+2", "10+2", "40+2"], Runs(items, new() { MaxHole = 125, Forbidden = [new(ModbusTable.Input, 5, 5)] }));
        Assert.Equal(["0+12", "40+2"], Runs(items, new() { MaxHole = 125, Forbidden = [new(ModbusTable.Holding, 5, 5)] }));
    }

    [Fact]
    public void A_run_is_cut_between_values_never_in_one() =>
        Assert.Equal(["0+4", "4+4", "8+4"], Runs([.. Enumerable.Range(0, 6).Select(i => At(2 * i))], new() { MaxRegisters = 5 }));

    [Fact]
    public void Two_readings_of_the_same_registers_share_one_run()
    {
        Item[] items = [Items.Modbus(ModbusType.U32, address: 8), Items.Modbus(ModbusType.F32, address: 8), Items.Modbus(ModbusType.U16, address: 9)];
        Assert.Equal(["8+2"], Runs(items, new()));
    }

    [Fact]
    public void The_last_registers_of_the_address_range_can_be_read() =>
        Assert.Equal(["65534+2"], Runs([At(65534)], new() { Even = true }));

    [Fact]
    public void One_tariff_is_asked_alone_and_several_by_their_block()
    {
        var energies = Enumerable.Range(0, 5).Select(tariff => Energy((uint)tariff)).ToArray();
        Question.Dlt645 block = new(new DataId(0x0001FF00)) { Items = energies };
        Assert.Equal(["00010200"], Ids([energies[2]], block));
        Assert.Equal(["0001FF00"], Ids([energies[0], energies[1]], block));
        Assert.Equal(["0001FF00"], Ids(energies, block));
        Assert.Equal(["00010000", "00010100"], Ids([energies[0], energies[1]]));
    }

    [Fact]
    public void An_item_without_an_identifier_is_asked_by_its_block()
    {
        var mute = Items.Dlt645(Dlt645Type.Bcd, 4);
        Assert.Equal(["0001FF00"], Ids([mute], new Question.Dlt645(new DataId(0x0001FF00)) { Items = [mute, Energy(1)] }));
    }

    [Theory]
    [InlineData("1-0:1.8.0", "00010000")]
    [InlineData("1-0:1.8.0 1-0:1.8.1 1-0:1.8.2", "0001FF00")]
    [InlineData("00010000", "00010000")]
    [InlineData("1-0:1.8.0 00010000", "00010000")]
    [InlineData("0001ff00", "0001FF00")]
    [InlineData("04000401", "04000401")]
    public void What_a_person_types_becomes_questions(string texts, string expected)
    {
        List<string> faults = [];
        var model = Shipped("dlt645-2007-1p");
        var questions = ItemAddresses.Resolve(texts.Split(' '), model.Protocol, model, Dictionary, faults);
        Assert.Empty(faults);
        Assert.Equal(expected.Split(' '), questions.Cast<Question.Dlt645>().Select(question => question.Id.ToString()));
    }

    [Theory]
    [InlineData("holding:200:u16", ModbusTable.Holding, 200, ModbusType.U16, WordOrder.Abcd)]
    [InlineData("input:0:f32", ModbusTable.Input, 0, ModbusType.F32, WordOrder.Abcd)]
    [InlineData("holding:64:u32/CDAB", ModbusTable.Holding, 64, ModbusType.U32, WordOrder.Cdab)]
    public void A_register_is_an_item_of_its_own(string text, ModbusTable table, ushort address, ModbusType type, WordOrder order)
    {
        Assert.True(ItemAddresses.TryParseRegister(text, out var item));
        Assert.Equal(new Layout.Modbus(table, address, type, order, 1, null), item!.Layout);
        Assert.False(item.IsRegister);
    }

    [Theory]
    [InlineData("holding:200")]
    [InlineData("coil:1:u16")]
    [InlineData("holding:-1:u16")]
    [InlineData("holding:65536:u16")]
    [InlineData("holding:65535:u32")]
    [InlineData("holding:1:u8")]
    [InlineData("holding:1:u32/ABDC")]
    [InlineData("holding:1:u32/")]
    [InlineData("")]
    [InlineData("00010000")]
    public void What_is_no_register_is_said(string text)
    {
        List<string> faults = [];
        Assert.Empty(ItemAddresses.Resolve([text], MeterProtocol.Modbus, null, Dictionary, faults));
        Assert.Single(faults);
    }

    [Fact]
    public void An_item_the_model_lacks_is_said_with_where_to_look()
    {
        List<string> faults = [];
        var model = Shipped("dlt645-2007-1p");
        ItemAddresses.Resolve(["1-0:99.99.99", "nonsense"], model.Protocol, model, Dictionary, faults);
        Assert.Equal(2, faults.Count);
        Assert.Contains("amr model show dlt645-2007-1p", faults[0], StringComparison.Ordinal);
    }

    private static Question? Dictionary(string id) =>
        DataId.TryParse(id, out var known) ? new Question.Dlt645(known) { Items = [] } : null;

    private static MeterModel Shipped(string name) => ModelFilesTests.Shipped()[name];

    private static Item At(int address) => Items.Modbus(ModbusType.U32, address: (ushort)address);

    private static Item Energy(uint tariff) => Items.Dlt645(Dlt645Type.Bcd, 4, obis: $"1-0:1.8.{tariff}") with
    {
        Layout = new Layout.Dlt645(Dlt645Type.Bcd, 4) { Id = new DataId(0x00010000 + (tariff << 8)) },
    };

    private static IEnumerable<string> Runs(Item[] items, RegisterLimits limits) =>
        ReadPlan.For(items, [], limits).Cast<Question.Modbus>().Select(run => $"{run.Start}+{run.Count}");

    private static IEnumerable<string> Ids(Item[] items, params Question.Dlt645[] blocks) =>
        ReadPlan.For(items, blocks, RegisterLimits.Default).Cast<Question.Dlt645>().Select(question => question.Id.ToString());

    private static bool Holds(Question.Modbus run, Layout.Modbus at) =>
        at.Table == run.Table && at.Address >= run.Start && at.Address + at.Registers <= run.Start + run.Count;

    private static bool Crosses(Question.Modbus run, RegisterRange range) =>
        range.Table == run.Table && range.First >= run.Start && range.Last < run.Start + run.Count
        && !run.Items.Any(item => ((Layout.Modbus)item.Layout) is var at && at.Address <= range.Last && at.Address + at.Registers > range.First);

    private static Gen<(Item[] Items, RegisterLimits Limits)> Registers() =>
        from items in Item().ListOf()
        from max in Gen.Choose(4, 125)
        from hole in Gen.Choose(0, 30)
        from even in Gen.Elements(true, false)
        from wall in Gen.Choose(0, 200)
        select (items.ToArray(), new RegisterLimits
        {
            MaxRegisters = max & ~1,
            MaxBits = max,
            MaxHole = hole,
            MaxBitHole = hole,
            Even = even,
            Forbidden = [new(ModbusTable.Input, (ushort)wall, (ushort)(wall + 1))],
        });

    private static Gen<Item> Item() =>
        from address in Gen.Choose(0, 150)
        from type in Gen.Elements(Enum.GetValues<ModbusType>())
        from bits in Gen.Elements(ModbusTable.Coil, ModbusTable.Discrete)
        select type == ModbusType.Bool ? Bit(bits, address) : Items.Modbus(type, address: (ushort)address);

    private static Item Bit(ModbusTable table, int at)
    {
        var item = Items.Modbus(ModbusType.Bool, address: (ushort)at);
        return item with { Layout = (Layout.Modbus)item.Layout with { Table = table } };
    }
}
