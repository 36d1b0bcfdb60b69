using AmrCollector.Feed;

namespace AmrCollector.Tests.Feed;

public sealed class FeedCursorTests
{
    private static readonly FeedCursor Cursor = new("0123456789abcdef", "a1b2c3d4e5f6", 184213);

    [Fact]
    public void A_cursor_comes_back_as_it_was()
    {
        var text = Cursor.ToString();
        Assert.Equal(Uri.EscapeDataString(text), text);
        Assert.True(FeedCursor.TryParse(text, out var back));
        Assert.Equal(Cursor, back);
    }

    [Fact]
    public void No_single_changed_or_cut_character_is_taken_for_a_cursor()
    {
        var text = Cursor.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            Assert.False(FeedCursor.TryParse(text[..i], out _));
            foreach (var other in "A0_-z")
                if (other != text[i]) Assert.False(FeedCursor.TryParse(text[..i] + other + text[(i + 1)..], out _));
        }

        Assert.False(FeedCursor.TryParse(new string('a', 5000), out _));
    }
}
