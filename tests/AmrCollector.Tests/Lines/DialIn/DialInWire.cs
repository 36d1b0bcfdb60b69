using System.Net.Sockets;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>A dial-in line and its unit.</summary>
internal sealed class DialInWire(ListeningSite site) : Wire
{
    private readonly DialInLine _line = site.Line();
    private CallingUnit? _unit;
    private FarEnd? _far;

    public override ILine Line => _line;

    public override TimeProvider Time => TimeProvider.System;

    public static async Task<DialInWire> PlugAsync(string transcript)
    {
        DialInWire wire = new(await ListeningSite.StartAsync());
        await wire.MendAsync(transcript);
        await wire._line.OpenAsync(default);
        return wire;
    }

    public override Task CutAsync()
    {
        _far!.Dispose();
        return Task.CompletedTask;
    }

    public override async Task MendAsync(string transcript)
    {
        _unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await Eventually.HoldsAsync(() => site.Report.Present == 1, "the unit is there");
        NetworkStream stream = new(_unit.Socket, ownsSocket: true);
        _far = new FarEnd(stream, stream, transcript);
    }

    public override async ValueTask DisposeAsync()
    {
        await _line.DisposeAsync();
        _far?.Dispose();
        await site.DisposeAsync();
    }
}
