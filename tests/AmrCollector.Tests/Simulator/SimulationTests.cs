using AmrCollector.Simulator;

namespace AmrCollector.Tests.Simulator;

public class SimulationTests
{
    [Fact]
    public async Task A_district_runs_alone_and_prints_its_lines_and_meters()
    {
        var file = Path.Combine(Path.GetTempPath(), $"district-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, """
            { "name": "two", "lines": [ { "name": "a", "wire": "tcp", "meters": [ { "model": "dlt645-2007-1p", "first": "000000000007", "count": 2 } ] } ] }
            """);
        try
        {
            var (exit, output, errors) = await RunAsync(file, "--for", "1ms", "--meters", "3");
            Assert.Equal((0, ""), (exit, errors));
            Assert.Contains("two: 1 lines, 3 meters", output, StringComparison.Ordinal);
            Assert.Contains("a  tcp://127.0.0.1:", output, StringComparison.Ordinal);
            Assert.Contains("000000000009  dlt645-2007-1p", output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "a.json", "--for", "soon")]
    [InlineData(2, "a.json", "b.json")]
    [InlineData(2, "a.json", "--meters", "0")]
    [InlineData(1, "/no/such/district.json")]
    public async Task Wrong_use_and_a_missing_file_have_their_exit_codes(int expected, params string[] arguments)
    {
        var (exit, _, errors) = await RunAsync(arguments);
        Assert.Equal(expected, exit);
        Assert.NotEmpty(errors);
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exit = await Simulation.RunAsync(arguments, output, errors, TimeProvider.System);
        return (exit, output.ToString(), errors.ToString());
    }
}
