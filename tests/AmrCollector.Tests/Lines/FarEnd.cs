using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

/// <summary>Plays a transcript on a real byte stream: waits for each '>>', answers with the '&lt;&lt;' after it.</summary>
internal sealed class FarEnd : IDisposable
{
    private readonly Stream _heard;
    private readonly Stream _said;
    private readonly Queue<string> _steps;

    public FarEnd(Stream heard, Stream said, string transcript)
    {
        (_heard, _said) = (heard, said);
        _steps = new(transcript.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(step => step[0] is '>' or '<'));
        Playing = PlayAsync();
    }

    public Task Playing { get; }

    public void Dispose()
    {
        _heard.Dispose();
        _said.Dispose();
    }

    private async Task PlayAsync()
    {
        try
        {
            while (_steps.TryDequeue(out var step))
            {
                if (step[0] == '>') await ExpectAsync(Hex.Of(step[2..]));
                else await AnswerAsync(step[2..].TrimStart());
            }
        }
        finally
        {
        }
    }

    private async Task ExpectAsync(byte[] expected)
    {
        var got = new byte[expected.Length];
        await _heard.ReadExactlyAsync(got);
        Assert.Equal(Hex.Show(expected), Hex.Show(got));
    }

    private async Task AnswerAsync(string text)
    {
        if (text.StartsWith('+'))
        {
            var end = text.IndexOf(' ', StringComparison.Ordinal);
            Assert.True(Duration.TryParse(text[1..end], out var wait), text);
            await Task.Delay(wait, TimeProvider.System);
            text = text[end..];
        }

        await _said.WriteAsync(Hex.Of(text));
        await _said.FlushAsync();
    }
}
