namespace AmrCollector.Validation;

/// <summary>An order as one register feels it.</summary>
/// <param name="At">When, UTC seconds.</param>
/// <param name="Cut">The registers around it; null when nobody wrote them down.</param>
/// <param name="Order">The order.</param>
internal readonly record struct OrderCut(long At, RegisterCut? Cut, WorkOrder Order);
