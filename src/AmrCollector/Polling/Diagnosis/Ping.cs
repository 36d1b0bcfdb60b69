namespace AmrCollector.Polling.Diagnosis;

/// <summary>One request and what came of it.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="FirstByte">From the end of the request to the first byte of the reply; null without a reply of ours.</param>
/// <param name="RoundTrip">From the end of the request to the end of the reply; null without one.</param>
/// <param name="Code">The meter's error byte or exception code when it refused, else 0.</param>
/// <param name="Meaning">The refusal in words, else empty.</param>
/// <param name="Noise">Stray bytes and characters of wrong parity around the reply.</param>
/// <param name="IsEchoed">True when the request itself came back.</param>
public readonly record struct Ping(
    PingOutcome Outcome, TimeSpan? FirstByte, TimeSpan? RoundTrip, byte Code, string Meaning, int Noise, bool IsEchoed);
