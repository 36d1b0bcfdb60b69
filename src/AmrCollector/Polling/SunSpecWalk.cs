using System.Buffers.Binary;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>
/// Finds where a SunSpec model stands in a meter: the mark "SunS" at 40000, 50000 or 0, then from header to header by their
/// lengths to the end FFFF (dossier modbus.md §4). A refusal at a header ends the list too: some makers leave the end mark out.
/// Pure; one owner, one walk.
/// </summary>
public sealed class SunSpecWalk
{
    private const int MostModels = 200;
    private const ushort End = 0xFFFF;
    private const uint Mark = 0x53756E53;
    private const byte MarkRegisters = 2;
    private const byte HeaderRegisters = 2;

    private static readonly ushort[] Places = [40000, 50000, 0];

    private readonly ushort _wanted;
    private readonly List<ushort> _seen = [];
    private int _place;
    private int _header = -1;

    /// <summary>A walk to the first model of this number.</summary>
    public SunSpecWalk(ushort wanted)
    {
        _wanted = wanted;
        Next = AskForMark();
    }

    /// <summary>What to ask next; null when the walk is over.</summary>
    public Question.Modbus? Next { get; private set; }

    /// <summary>The register of the model's header; null while it is not found, or when the meter has none.</summary>
    public ushort? Found { get; private set; }

    /// <summary>Numbers of the models the walk came by.</summary>
    public IReadOnlyList<ushort> Seen => _seen;

    /// <summary>What was found, for a person: "SunSpec model 203 at register 40070".</summary>
    public string Outcome => this switch
    {
        { Found: { } at } => $"SunSpec model {_wanted} at register {at}",
        { Next: not null } => $"looking for SunSpec model {_wanted}",
        { _seen.Count: 0 } => $"no SunSpec mark at {string.Join(", ", Places)}: is SunSpec switched on in the meter?",
        _ => $"the meter has the SunSpec models {string.Join(", ", _seen)}, not {_wanted}",
    };

    /// <summary>The registers that answer <see cref="Next"/>.</summary>
    public void Take(ReadOnlySpan<byte> registers)
    {
        if (Next is not { } asked || registers.Length != asked.Count * 2)
        {
            Refuse();
            return;
        }

        if (_header < 0 && BinaryPrimitives.ReadUInt32BigEndian(registers) != Mark) TryNextPlace();
        else if (_header < 0) TakeHeader(asked.Start + MarkRegisters, registers[(MarkRegisters * 2)..]);
        else TakeHeader(_header, registers);
    }

    /// <summary>The meter refused <see cref="Next"/>: there is nothing.</summary>
    public void Refuse()
    {
        if (_header < 0) TryNextPlace();
        else Next = null;
    }

    private void TakeHeader(int at, ReadOnlySpan<byte> header)
    {
        var (id, length) = (BinaryPrimitives.ReadUInt16BigEndian(header), BinaryPrimitives.ReadUInt16BigEndian(header[2..]));
        if (id == _wanted)
        {
            Found = (ushort)at;
            Next = null;
            return;
        }

        if (id is not (End or 0)) _seen.Add(id);
        _header = at + HeaderRegisters + length;
        var over = id is End or 0 || length == 0 || _seen.Count >= MostModels || _header + HeaderRegisters > ushort.MaxValue + 1;
        Next = over ? null : new(ModbusTable.Holding, (ushort)_header, HeaderRegisters) { Items = [] };
    }

    private void TryNextPlace() => Next = ++_place < Places.Length ? AskForMark() : null;

    private Question.Modbus AskForMark() => new(ModbusTable.Holding, Places[_place], MarkRegisters + HeaderRegisters) { Items = [] };
}
