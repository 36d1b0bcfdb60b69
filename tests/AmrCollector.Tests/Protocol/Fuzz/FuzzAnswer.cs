using AmrCollector.Polling;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>What was accepted as an answer.</summary>
/// <param name="Kind">What the frame says.</param>
/// <param name="Data">Its plain data.</param>
/// <param name="Values">Its values in words, to compare.</param>
public sealed record FuzzAnswer(DialogReplyKind Kind, byte[] Data, string Values);
