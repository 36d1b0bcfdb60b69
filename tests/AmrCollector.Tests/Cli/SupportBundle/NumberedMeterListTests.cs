using AmrCollector.Cli.SupportBundle;

namespace AmrCollector.Tests.Cli.SupportBundle;

public sealed class NumberedMeterListTests
{
    [Fact]
    public void Accounts_points_and_notes_are_hidden_however_they_are_written_and_each_line_keeps_its_number()
    {
        const string List = """"
            # the Miller family is behind on the rent
            Meter, Account ,point,line,note
            1,"Miller, Ann",P-1,riser,"keys at ""Joe's"""
            2,"Miller, Ann",,riser,

            3,Wu,"P-1",riser,x
            4,Li,P"4,riser,x
            5,Li,P-5,riser,x,Li again
            """";
        Assert.Equal(
            """
            # left out
            Meter,Account,point,line,note
            1,account-1,point-2,riser,***
            2,account-1,,riser,
            # left out
            3,account-3,point-2,riser,***
            # left out
            5,account-4,point-5,riser,***,***

            """,
            NumberedMeterList.Of(List.ReplaceLineEndings("\n")), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_quoted_list_stays_a_list_that_can_be_read()
    {
        var list = NumberedMeterList.Of("meter,account,area\n1,A,\"T 1, north \"\"east\"\"\"\n");
        Assert.Equal("meter,account,area\n1,account-1,\"T 1, north \"\"east\"\"\"\n", list);
    }

    [Theory]
    [InlineData("meter;account\n1;Miller\n")]
    [InlineData("Miller,1\n")]
    [InlineData("\"Miller\n")]
    public void Of_what_is_no_meter_list_nothing_is_shown(string list) => Assert.DoesNotContain("Miller", NumberedMeterList.Of(list), StringComparison.Ordinal);

    [Theory]
    [InlineData("meter 1: account 'Miller' -> 'Wu' without a dated order (accepted …), such as amr order add account --account 'Wu' --point 'Elm St 4'")]
    public void A_sentence_of_the_orders_names_no_customer(string sentence)
    {
        var clean = new Redaction().Clean(sentence);
        foreach (var name in (string[])["Miller", "Wu", "Elm"]) Assert.DoesNotContain(name, clean, StringComparison.Ordinal);
    }
}
