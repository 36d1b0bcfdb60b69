namespace AmrCollector.Orders;

/// <summary>One thing wrong with an order that somebody wants to enter.</summary>
/// <param name="Row">Which of them, from 1; in a file, its line.</param>
/// <param name="Column">Which column or member; empty when the order as a whole is meant.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record OrderFault(int Row, string Column, string Sentence);
