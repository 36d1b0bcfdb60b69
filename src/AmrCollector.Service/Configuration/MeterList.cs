using System.Text.Unicode;
using AmrCollector.Metering;
using AmrCollector.Models;
using CsvHelper;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads meters.csv: every row, every cell, every fault.</summary>
internal sealed class MeterList(string path, CollectorFile collector, IReadOnlyDictionary<string, MeterModel> models, IReadOnlySet<string> faultyModels, List<Fault> faults)
{
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<(string Line, string Address), int> _addresses = [];
    private readonly HashSet<(string Plan, string Model)> _pairs = [];
    private readonly List<Meter> _meters = [];
    private readonly Meter.Pool _pool = new();

    /// <summary>The meters that are not removed, in the order of the list.</summary>
    public IReadOnlyList<Meter> Read()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new(path, 0, $"cannot be read: {e.Message}"));
            return [];
        }

        if (!Utf8.IsValid(bytes))
        {
            faults.Add(new(path, FirstForeignLine(bytes), "is not UTF-8; save the list as \"CSV UTF-8\""));
            return [];
        }

        ReadRows(bytes);
        return _meters;
    }

    private void ReadRows(byte[] bytes)
    {
        using var rows = CsvReader.Create(bytes, new CsvReaderOptions
        {
            HasHeader = false,
            SkipEmptyLines = true,
            CommentPrefix = '#',
            TrackLineNumbers = true,
            PoolStrings = true,
            AllowLineBreaksInQuotes = false, // one bad quote must not swallow the rest of the list
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad => faults.Add(new(path, (int)bad.LineNumber, "has a quote in the wrong place")),
        });
        if (!rows.Read())
        {
            faults.Add(new(path, 0, $"is empty; its first line names the columns: {string.Join(",", MeterColumns.All)}"));
            return;
        }

        var width = rows.FieldCount;
        string[] header = [.. Enumerable.Range(0, width).Select(rows.GetString)];
        var places = MeterColumns.Locate(header, path, (int)rows.LineNumber, faults);
        if (MeterColumns.Required.Any(column => !places.ContainsKey(column))) return;
        MeterCells cells = new(places, rows, path, faults);
        while (rows.Read())
        {
            if (rows.FieldCount == width) ReadMeter(cells);
            else cells.Fault($"has {rows.FieldCount} cells, the first line has {width}");
        }
    }

    private void ReadMeter(MeterCells cells)
    {
        var status = cells.OneOf<MeterStatus>("status");
        var id = ReadId(cells, status);
        var isPushed = collector.Reports.Count > 0 && cells.Text("line").Length == 0; // a gateway reports it, nobody asks it
        var line = isPushed ? null : ReadLine(cells);
        var model = isPushed && cells.Text("model").Length == 0 ? null : ReadModel(cells);
        var plan = isPushed ? "" : ReadPlan(cells, model);
        Meter meter = new()
        {
            Id = new(id),
            Point = cells.Text("point"),
            Account = cells.Text("account"),
            Area = cells.Text("area"),
            Role = cells.OneOf<MeterRole>("role"),
            Line = line?.Name ?? "",
            Model = model?.Name ?? "",
            Address = (isPushed ? cells.Text("address") : ReadAddress(cells, line, model, status)) is var address && address == id ? id : address,
            Plan = plan,
            Clock = cells.OneOf<MeterClock>("clock"),
            Ct = cells.Number("ct", 1, 1, 20_000),
            Pt = cells.Number("pt", 1, 1, 20_000),
            Digits = cells.Whole("digits", 6, 3, 12),
            Decimals = cells.Whole("decimals", 2, 0, 6),
            Class = cells.OneOf<CustomerClass>("class"),
            Wiring = cells.Wiring(),
            UnV = cells.Number("un_v", 220, 1, 1_000_000),
            ImaxA = cells.Number("imax_a", 60, 0.01m, 100_000),
            ReadingDays = cells.Days("reading_days"),
            Installed = cells.Date("installed"),
            Status = status,
            Number = cells.Number(id),
            Constant = cells.WholeOrNull("constant", 1, 10_000_000),
            Tariffs = cells.WholeOrNull("tariffs", 1, 63),
            Allow = cells.Permissions("allow"),
            HasGeneration = cells.Flag("pv"),
            IsTou = cells.Flag("tou"),
            ContractKw = cells.NumberOrNull("contract_kw", 0.1m, 1_000_000),
            Gap = cells.Span("gap", TimeSpan.FromSeconds(10)),
        };
        if (model is { AppliesRatios: true } && (meter.Ct != 1 || meter.Pt != 1))
            cells.Fault($"'ct' and 'pt' are 1 with model {model.Name}, which applies the meter's own ratio registers already: {meter.Ct:0.####} and {meter.Pt:0.####} would multiply its energy a second time");
        if (status != MeterStatus.Removed) _meters.Add(_pool.Share(meter));
    }

    /// <summary>The line of a meter that was read.</summary>
    public int LineOf(MeterId meter) => _ids.GetValueOrDefault(meter.Value);

    private string ReadId(MeterCells cells, MeterStatus status)
    {
        var id = cells.Required("meter");
        if (id.Length > 0 && !MeterId.IsValid(id))
            cells.Fault($"'meter' has 1 to {MeterId.MaxLength} letters, digits, '.', '_' or '-', not '{id}'");
        else if (id.Length > 0 && status != MeterStatus.Removed && !_ids.TryAdd(id, cells.Line))
            cells.Fault($"meter {id} stands in line {_ids[id]} already");
        return id;
    }

    private LineSetup? ReadLine(MeterCells cells)
    {
        var name = cells.Required("line");
        if (collector.Lines.TryGetValue(name, out var line)) return line;
        if (name.Length > 0 && !collector.FaultyLines.Contains(name)) cells.Fault($"no such line '{name}' in {collector.Path}");
        return null;
    }

    private MeterModel? ReadModel(MeterCells cells)
    {
        var name = cells.Required("model");
        if (models.TryGetValue(name, out var model)) return model;
        if (name.Length > 0 && !faultyModels.Contains(name))
            cells.Fault($"no such model '{name}'; known are {string.Join(", ", models.Keys.Order(StringComparer.Ordinal))}");
        return null;
    }

    private string ReadPlan(MeterCells cells, MeterModel? model)
    {
        var name = cells.Required("plan");
        if (!collector.Plans.TryGetValue(name, out var plan))
        {
            if (name.Length > 0) cells.Fault($"no such plan '{name}' in {collector.Path}");
            return name;
        }

        if (model is not null && _pairs.Add((name, model.Name)) && plan.Plan.Entries is [_, ..] entries
            && !entries.Any(entry => entry.Reads.Any(word => PlanWords.Offers(model, word))))
            cells.Fault($"plan {name} reads nothing that model {model.Name} offers: {string.Join(", ", PlanWords.Of(model))}");
        return plan.Plan.Name;
    }

    private string ReadAddress(MeterCells cells, LineSetup? line, MeterModel? model, MeterStatus status)
    {
        var text = cells.Required("address");
        if (model is null || text.Length == 0) return text;
        if (!MeterAddress.TryRead(text, model.Protocol, out var address, out var why)) cells.Fault(why);
        if (line is null) return address;
        if (line.Uri.Kind == Lines.LineKind.ModbusTcp && model.Protocol != MeterProtocol.Modbus)
            cells.Fault($"line '{line.Name}' carries Modbus TCP only, and model {model.Name} speaks {model.Protocol.WireName()}");
        if (status != MeterStatus.Removed && !_addresses.TryAdd((line.Name, address), cells.Line))
            cells.Fault($"address {address} on line '{line.Name}' stands in line {_addresses[(line.Name, address)]} already");
        return address;
    }

    private static int FirstForeignLine(ReadOnlySpan<byte> bytes)
    {
        var line = 1;
        foreach (var part in bytes.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(bytes[part])) return line;
            line++;
        }

        return 0;
    }
}
