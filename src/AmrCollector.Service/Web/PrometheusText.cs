using System.Globalization;
using System.Text;

namespace AmrCollector.Service.Web;

/// <summary>The Prometheus text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder _text = new(4096);
    private string _name = "";

    /// <summary>Begins a gauge; samples follow.</summary>
    public PrometheusText Gauge(string name, string help) => Begin(name, help, "gauge");

    /// <summary>Begins a counter; samples follow.</summary>
    public PrometheusText Counter(string name, string help) => Begin(name, help, "counter");

    /// <summary>One sample of what was begun last.</summary>
    public PrometheusText Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_name);
        var separator = '{';
        foreach (var (name, text) in labels)
        {
            _text.Append(separator).Append(name).Append("=\"").Append(Escaped(text)).Append('"');
            separator = ',';
        }

        _text.Append(labels.IsEmpty ? " " : "} ").Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private PrometheusText Begin(string name, string help, string type)
    {
        _name = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    private static string Escaped(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
