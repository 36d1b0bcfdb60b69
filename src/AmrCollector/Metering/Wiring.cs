namespace AmrCollector.Metering;

/// <summary>How a meter is connected.</summary>
public enum Wiring
{
    /// <summary>1P2W: one phase and neutral.</summary>
    SinglePhase,

    /// <summary>3P4W.</summary>
    ThreePhaseFourWire,

    /// <summary>3P3W.</summary>
    ThreePhaseThreeWire,
}
