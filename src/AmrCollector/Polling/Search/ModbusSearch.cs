using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Search;

/// <summary>
/// Asks Modbus units one by one for one register; any checked reply, a refusal too, shows that somebody is there. Silent units are waited for
/// as long as the timing says until units have answered; then three times as long as the slowest of them took.
/// </summary>
/// <param name="line">The line.</param>
/// <param name="dialogOf">How a unit is talked to: RTU, ASCII or MBAP.</param>
/// <param name="timing">How long to wait until units have answered.</param>
/// <param name="time">The line's clock.</param>
/// <param name="learnt">Told when an answer has taught how long to wait: see <see cref="Left"/>.</param>
public sealed class ModbusSearch(Diagnosis.ObservedLine line, Func<byte, IDialog> dialogOf, SearchTiming timing, TimeProvider time, Action? learnt = null)
{
    /// <summary>Bytes of the request on the wire, RTU.</summary>
    public const int RequestBytes = ReadRegisters.RtuLength;

    /// <summary>Bytes of the reply on the wire, RTU.</summary>
    public const int ReplyBytes = RtuFrame.ExceptionLength + 2;

    private static readonly Question AnyRegister = new Question.Modbus(ModbusTable.Holding, 0, 1) { Items = [] };
    private static readonly TimeSpan LeastWait = TimeSpan.FromMilliseconds(100);

    private readonly byte[] _request = new byte[300];
    private readonly byte[] _buffer = new byte[640];
    private readonly HashSet<byte> _found = [];
    private readonly HashSet<byte> _asked = [];
    private SearchTiming? _learnt;
    private int _units;

    /// <summary>Units asked.</summary>
    public int Probes { get; private set; }

    /// <summary>Bytes of no frame heard.</summary>
    public int Noise { get; private set; }

    /// <summary>What is left, when no more units answer.</summary>
    public TimeSpan Left => Math.Max(0, _units - Probes) * Silence(Timing);

    private SearchTiming Timing => _learnt ?? timing;

    /// <summary>What a unit costs that does not answer.</summary>
    public static TimeSpan Silence(SearchTiming timing) => timing.Silence(RequestBytes) + timing.Wire(ReplyBytes);

    /// <summary>Each unit that answered.</summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync(IReadOnlyList<byte> units, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _units = units.Count;
        foreach (var unit in units)
        {
            _asked.Add(unit);
            var (isThere, noise) = await AskAsync(unit, Timing, cancellationToken);
            Probes++;
            foreach (var late in LateUnits(unit)) yield return Found(late, "answers late: raise the timeout");
            if (!isThere && noise > 0) (isThere, noise) = await AskAsync(unit, timing, cancellationToken);
            if (isThere) yield return Found(unit, null);
            else if (noise > 0) yield return Found(unit, "answers, but damaged twice: two devices with this unit, or the wrong parity");
        }
    }

    // RTU alone: MBAP tells late replies by their number, and nobody has many ASCII units.
    private List<byte> LateUnits(byte asked)
    {
        List<byte> late = [];
        var heard = line.Heard[(line.IsEchoed ? line.Sent.Length : 0)..];
        while (line.Uri.Kind != LineKind.ModbusTcp && RtuFrame.ScanAny(heard) is { Length: > 0 } found)
        {
            var unit = heard[0];
            if (found.Verdict == ScanVerdict.Frame && unit != asked && _asked.Contains(unit) && !_found.Contains(unit)) late.Add(unit);
            heard = heard[found.Length..];
        }

        if (late.Count > 0) _learnt = null;
        return late;
    }

    private FoundMeter Found(byte unit, string? note)
    {
        _found.Add(unit);
        return new(MeterProtocol.Modbus, unit.ToString(), note);
    }

    private async ValueTask<(bool IsThere, int Noise)> AskAsync(byte unit, SearchTiming wait, CancellationToken cancellationToken)
    {
        var dialog = dialogOf(unit);
        var length = dialog.Ask(AnyRegister, _request);
        var patience = wait.FirstByte + wait.Wire(length + ReplyBytes);
        var heard = await Exchange.RunAsync(line, _request.AsMemory(0, length), dialog.Matcher, _buffer, time, patience, cancellationToken);
        var noise = heard.Noise + (int)Math.Min(line.CharacterErrorsSinceSent, 1_000_000);
        Noise += noise;
        if (!heard.IsReply) return (false, noise);
        var reply = dialog.Read(_buffer.AsSpan(0, heard.Length));
        // A gateway that speaks for a dead unit is not that unit.
        if (reply is { Kind: DialogReplyKind.NotNow, Code: ModbusException.GatewayPath or ModbusException.GatewayTargetSilent }) return (false, 0);
        Learn(line.LastByte ?? TimeSpan.Zero);
        return (true, noise);
    }

    private void Learn(TimeSpan took)
    {
        var wanted = took * 3 > LeastWait ? took * 3 : LeastWait;
        var isFirst = _found.Count == 0;
        if (wanted >= timing.Slowest || (!isFirst && wanted <= Timing.Slowest)) return;
        _learnt = timing with { Slowest = wanted };
        learnt?.Invoke();
    }
}
