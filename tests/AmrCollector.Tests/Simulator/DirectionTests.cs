using AmrCollector.Simulator;

namespace AmrCollector.Tests.Simulator;

public class DirectionTests
{
    [Fact]
    public void The_simulator_knows_the_wire_and_nothing_of_the_engine()
    {
        var ours = typeof(District).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!).Where(name => name.StartsWith("AmrCollector", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(ours);
        Assert.All(ours, name => Assert.Contains(name, (string[])["AmrCollector.Protocol", "AmrCollector.Lines"]));
    }
}
