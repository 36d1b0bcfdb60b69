namespace AmrCollector.Tests.Support;

/// <summary>Bytes as tests write them: pairs of digits, spaces where they help.</summary>
public static class Hex
{
    public static byte[] Of(string spaced) => Convert.FromHexString(spaced.Replace(" ", "", StringComparison.Ordinal));

    public static string Show(ReadOnlySpan<byte> bytes) =>
        string.Join(' ', Convert.ToHexString(bytes).Chunk(2).Select(pair => new string(pair)));
}
