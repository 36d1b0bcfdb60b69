namespace AmrCollector.Tests.Support;

public sealed class MutationsTests
{
    private static readonly byte[] Origin = Hex.Of("68 12 90 78 56 34 12 68 91 08 33 33 34 33 AB 89 67 45 CC 16");
    private static readonly byte[][] Others = [Hex.Of("01 03 04 12 34 56 78 81 07"), Origin];

    [Fact]
    public void The_same_seed_gives_the_same_mutants() => Assert.Equal(Some(new(7, Others, null)), Some(new(7, Others, null)));

    [Fact]
    public void Another_seed_gives_others() => Assert.NotEqual(Some(new(7, Others, null)), Some(new(8, Others, null)));

    [Fact]
    public void Mutants_grow_shrink_and_differ_from_what_they_were_made_of()
    {
        var mutants = Some(new(1, Others, null));
        Assert.Contains(mutants, mutant => mutant.Length > 3 * Origin.Length);
        Assert.Contains(mutants, mutant => mutant.Length < 3 * 4);
        Assert.True(mutants.Distinct().Count() > mutants.Count * 9 / 10);
    }

    private static List<string> Some(Mutations mutations)
    {
        List<string> some = [];
        for (var i = 0; i < 500; i++) some.Add(Hex.Show(mutations.Of(Origin)));
        return some;
    }
}
