using Spectre.Console;

namespace AmrCollector.Cli.Line;

/// <summary>Writes values as they come: one JSON line an item, or rows of a table; knows at the end how it went.</summary>
internal sealed class ReadSheet(TextWriter output, bool json)
{
    private readonly Table _table = new Table().Border(TableBorder.Simple).AddColumns("item", "value", "unit", "name", "note");
    private int _good;
    private int _bad;
    private int _silent;

    /// <summary>True after a silent round while nothing has ever answered: further questions get one try.</summary>
    internal bool NothingAnswered => _silent > 0 && _good + _bad == 0;

    internal void Value(string item, string name, string? value, string unit, DateTimeOffset at, string? error)
    {
        if (error is null) _good++;
        else _bad++;
        Write(item, name, value, unit, at, error);
    }

    internal void Refused(string item, string name, string meaning)
    {
        _bad++;
        Write(item, name, null, "", null, $"refused: {meaning}");
    }

    internal void Silent(string item, string name, int noise)
    {
        _silent++;
        Write(item, name, null, "", null, noise == 0 ? "no answer" : $"no good answer, {noise} stray bytes");
    }

    /// <summary>Draws the table when there is one; the exit code: 0 all, 4 nobody answered, 1 in part.</summary>
    internal int Finish()
    {
        if (!json) Terminal.On(output).Write(_table);
        if (_bad + _silent == 0) return ExitCode.Ok;
        return _good + _bad == 0 ? ExitCode.NoAnswer : ExitCode.Failed;
    }

    private void Write(string item, string name, string? value, string unit, DateTimeOffset? at, string? error)
    {
        if (json) output.WriteJson(new { item, value, unit, at, error });
        else _table.AddRow(Markup.Escape(item), Markup.Escape(value ?? ""), Markup.Escape(unit), Markup.Escape(name), Markup.Escape(error ?? ""));
    }
}
