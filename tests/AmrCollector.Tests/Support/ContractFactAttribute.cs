using Xunit.Sdk;

namespace AmrCollector.Tests.Support;

/// <summary>A fact of an abstract contract; it runs in each class that signs the contract and honours its <see cref="NeedsAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("AmrCollector.Tests.Support.ContractFactDiscoverer", "AmrCollector.Tests")]
public sealed class ContractFactAttribute : FactAttribute;
