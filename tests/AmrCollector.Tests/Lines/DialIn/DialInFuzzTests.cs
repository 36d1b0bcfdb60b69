namespace AmrCollector.Tests.Lines.DialIn;

public sealed class DialInFuzzTests
{
    [Fact]
    public async Task Strangers_who_say_anything_at_all_neither_end_the_listener_nor_keep_a_unit_out()
    {
        await using var site = await ListeningSite.StartAsync();
        Random random = new(8645);
        for (var round = 0; round < 200; round++)
        {
            using var stranger = await CallingUnit.DialAsync(site.Address, from: $"127.0.0.{2 + (round % 200)}"); // many addresses: one alone is shut out
            var bytes = new byte[random.Next(1, 600)];
            random.NextBytes(bytes);
            if (round % 3 == 0 && bytes.Length > 9) "AMR-00003"u8.CopyTo(bytes);
            await stranger.SayAsync(bytes);
        }

        using var unit = await CallingUnit.DialAsync(site.Address, "AMR-000031");
        await using var line = await site.OpenLineAsync();
        Assert.True(line.IsOpen);
    }
}
