using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>One register as the fitter wrote it down, as the meter shows it.</summary>
/// <param name="Item">Which.</param>
/// <param name="Final">Just before: the old meter's last number.</param>
/// <param name="Start">Just after: the new meter's first number, or the same number.</param>
public sealed record OrderRegister(ObisCode Item, decimal Final, decimal Start);
