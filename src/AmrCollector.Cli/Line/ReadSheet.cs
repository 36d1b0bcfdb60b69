using Spectre.Console;

namespace AmrCollector.Cli.Line;

/// <summary>Writes values as they come: one JSON line an item, or rows of a table; knows at the end how it went.</summary>
internal sealed class ReadSheet(TextWriter output, bool json)
{
    private readonly Table _table = new Table().Border(TableBorder.Simple).AddColumns("item", "value", "unit", "name", "note");
    private int _good;
    private int _bad;
    private int _silent;
    private int _noisy;
    private readonly HashSet<string> _refusals = [];

    /// <summary>True after a silent round while nothing has ever answered: further questions get one try.</summary>
    internal bool NothingAnswered => _silent > 0 && _good + _bad == 0;

    /// <summary>The one meaning with which everything was refused; null when something was not.</summary>
    internal string? OnlyRefusal => _good + _silent == 0 && _refusals.Count == 1 ? _refusals.Single() : null;

    internal void Value(BareValue value, DateTimeOffset at)
    {
        if (value.Error is null) _good++;
        else _bad++;
        Write(value, at);
    }

    internal void Refused(string item, string name, string meaning)
    {
        _bad++;
        _refusals.Add(meaning);
        Write(new(item, name, null, "", $"refused: {meaning}"), null);
    }

    internal void Silent(string item, string name, int noise)
    {
        _silent++;
        if (noise > 0) _noisy++;
        Write(new(item, name, null, "", noise == 0 ? "no answer" : $"no good answer, {noise} stray bytes"), null);
    }

    /// <summary>A gateway or a busy device answered, but not for the meter.</summary>
    internal void NotNow(string item, string name, string meaning)
    {
        _silent++;
        Write(new(item, name, null, "", $"no answer, {meaning}"), null);
    }

    /// <summary>Draws the table when there is one; the exit code: 0 all, 4 nobody answered, 5 nothing but noise came, 1 in part.</summary>
    internal int Finish()
    {
        if (!json) Terminal.On(output).Write(_table);
        if (_bad + _silent == 0) return ExitCode.Ok;
        if (_good + _bad > 0) return ExitCode.Failed;
        return _noisy > 0 ? ExitCode.BadFrame : ExitCode.NoAnswer;
    }

    private void Write(BareValue row, DateTimeOffset? at)
    {
        var (item, name, value, unit, error, meterTime) = row;
        if (json) output.WriteJson(new { item, value, unit, at, error, meterTime });
        else _table.AddRow(Markup.Escape(item), Markup.Escape(value ?? ""), Markup.Escape(unit), Markup.Escape(name == item ? "" : name), Markup.Escape(error ?? Clock(meterTime)));
    }

    private static string Clock(string? meterTime) => meterTime is null ? "" : $"at {meterTime.Replace('T', ' ')} by the meter";
}
