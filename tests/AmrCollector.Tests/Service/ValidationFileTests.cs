using AmrCollector.Metering;

namespace AmrCollector.Tests.Service;

public sealed class ValidationFileTests
{
    [Fact]
    public void Without_the_file_the_defaults_hold_as_version_1()
    {
        using ConfigurationFolder folder = new();
        var parameters = folder.Load().Configuration!.Setup.Parameters!;
        Assert.Equal((1, 1.2m), (parameters.Version, parameters.Of(CustomerClass.Residential).Margin));
    }

    [Fact]
    public void A_class_differs_from_all_in_what_it_names()
    {
        using ConfigurationFolder folder = new();
        folder.Write("validation.json", """
            { "version": 3, "all": { "margin": 1.3, "zeroDays": 5 }, "classes": { "residential": { "zeroDays": 9, "highAtLeast": 4.5 } }, "holidays": ["2026-10-01"] }
            """);
        var parameters = folder.Load().Configuration!.Setup.Parameters!;
        var (home, plant) = (parameters.Of(CustomerClass.Residential), parameters.Of(CustomerClass.Industrial));
        Assert.Equal((3, 1.3m, 9, 4.5m), (home.Version, home.Margin, home.ZeroDays, home.For(CustomerClass.Residential).HighAtLeast));
        Assert.Equal((3, 1.3m, 5, 50m), (plant.Version, plant.Margin, plant.ZeroDays, plant.For(CustomerClass.Industrial).HighAtLeast));
    }

    [Theory]
    [InlineData("{ \"all\": { \"margin\": 1.3 } }", "validation.json:1: validation.json needs 'version'")]
    [InlineData("{ \"version\": 2,\n \"all\": { \"margin\": 0.5 } }", "validation.json:2: 'margin' of all takes a number from 1 to 10, not 0.5")]
    [InlineData("{ \"version\": 2,\n \"all\": { \"margine\": 2 } }", "validation.json:2: all has no property 'margine'")]
    [InlineData("{ \"version\": 2,\n \"classes\": { \"home\": {} } }", "validation.json:2: 'home' is no class")]
    [InlineData("{ \"version\": 2,\n \"holidays\": [ \"1 October\" ] }", "validation.json:2: 'holidays' takes dates")]
    public void A_fault_is_told_with_its_line_and_a_sentence(string text, string expected)
    {
        using ConfigurationFolder folder = new();
        folder.Write("validation.json", text);
        Assert.StartsWith(expected, folder.OnlyFault(), StringComparison.Ordinal);
    }
}
