using AmrCollector.Orders;

namespace AmrCollector.Tests.Orders;

/// <summary>What stands in the chain of acts is hashed: how it is written must not change from version to version.</summary>
public sealed class OrderTextTests
{
    [Fact]
    public void A_row_of_the_list_is_written_as_the_first_versions_wrote_it()
    {
        MasterRecord record = new(30, 1.50m, 6, "户 \"7\"", "P<1>");
        Assert.Equal("""["30","1.50",6,"\u6237 \u00227\u0022","P\u003C1\u003E"]""", OrderText.Of(record));
        Assert.Equal(record, OrderText.ReadMaster(OrderText.Of(record)));
    }

    [Fact]
    public void The_hash_of_an_act_is_over_its_fields_each_with_its_length_after_the_one_before()
    {
        Act act = new(1, 1_763_712_000_000, "meter list", ActKind.ListAccepted, 0, "000012345601", """["1","1",6,"A1",""]""", "");
        Assert.Equal("8498f851a57a19519dbd7a8db40af05a0647039ef6e358081f3ac78493824998", Convert.ToHexStringLower(act.HashAfter(Act.Genesis)));
    }
}
