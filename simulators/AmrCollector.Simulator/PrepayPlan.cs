namespace AmrCollector.Simulator;

/// <summary>How the meters of a group are paid for in advance.</summary>
/// <param name="InEnergy">True when energy is bought, false when money is paid in.</param>
/// <param name="Balance">What a meter starts with, in kWh or yuan, two decimals.</param>
/// <param name="Price">Yuan a kWh, four decimals; the same in all tariffs.</param>
public sealed record PrepayPlan(bool InEnergy, decimal Balance, decimal Price);
