using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Observations;

/// <summary>What meters taught of their registers, one text a meter, in a table of its own in observations.db. Any thread.</summary>
public sealed class LimitStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly Dictionary<MeterId, string> _known = [];

    /// <summary>Opens or creates observations.db in <paramref name="folder"/> and reads what is there.</summary>
    public LimitStore(string folder)
    {
        Directory.CreateDirectory(folder);
        _connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "observations.db"), Pooling = false }.ToString());
        _connection.Open();
        Execute(ObservationSchema.Pragmas);
        ObservationSchema.Format.Bring(_connection, _connection.DataSource);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT meter, limits FROM learned";
        using var rows = command.ExecuteReader();
        while (rows.Read()) _known[new(rows.GetString(0))] = rows.GetString(1);
    }

    /// <summary>What <paramref name="meter"/> taught; null when nothing.</summary>
    public string? Of(MeterId meter)
    {
        lock (_gate) return _known.GetValueOrDefault(meter);
    }

    /// <summary>Keeps or, with null, forgets what <paramref name="meter"/> taught; stored when it returns.</summary>
    /// <exception cref="SqliteException">It could not be stored; for this run it is known all the same.</exception>
    public void Keep(MeterId meter, string? limits)
    {
        lock (_gate)
        {
            if (limits is null)
            {
                _known.Remove(meter);
                Execute("DELETE FROM learned WHERE meter = $meter", ("$meter", meter.Value));
                return;
            }

            _known[meter] = limits;
            Execute(
                "INSERT INTO learned (meter, limits) VALUES ($meter, $limits) ON CONFLICT (meter) DO UPDATE SET limits = excluded.limits",
                ("$meter", meter.Value), ("$limits", limits));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private void Execute(string sql, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        command.ExecuteNonQuery();
    }
}
