using Xunit.Abstractions;
using Xunit.Sdk;

namespace AmrCollector.Tests.Support;

/// <summary>One fact of a contract in one class that signs it.</summary>
public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("for the test runner, which fills it in")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(messages, display, options, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute)
    {
        var needs = TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsAttribute)).SingleOrDefault();
        var programs = needs?.GetConstructorArguments().OfType<string[]>().SingleOrDefault() ?? [];
        return NeedsFactAttribute.Missing(programs) ?? base.GetSkipReason(factAttribute);
    }
}
