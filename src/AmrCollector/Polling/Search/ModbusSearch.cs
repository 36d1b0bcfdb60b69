using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling.Search;

/// <summary>Asks Modbus units one by one for one register; any checked reply, a refusal too, shows that somebody is there.</summary>
public sealed class ModbusSearch(Questioner questioner, LineKind line, TimeSpan timeout)
{
    private static readonly Question AnyRegister = new Question.Modbus(ModbusTable.Input, 0, 1) { Items = [] };

    /// <summary>Units asked.</summary>
    public int Probes { get; private set; }

    /// <summary>Each unit that answered.</summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync(
        IEnumerable<byte> units, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var unit in units)
        {
            var dialog = Dialogs.For(MeterProtocol.Modbus, unit.ToString(), line);
            var outcome = await questioner.AskAsync(dialog, AnyRegister, timeout, attempts: 1, cancellationToken);
            Probes++;
            if (outcome is not ExchangeOutcome.Silent) yield return new(MeterProtocol.Modbus, unit.ToString());
        }
    }
}
