namespace AmrCollector.Simulator.Loads;

/// <summary>What lives behind a meter; the written form is lower case.</summary>
public enum LoadKind
{
    /// <summary>A flat: morning and evening peaks, more at home at the weekend, heating and cooling by the weather.</summary>
    Household,

    /// <summary>A shop: opening hours, longer on Saturday, closed on Sunday.</summary>
    Shop,

    /// <summary>A workshop: two shifts on weekdays, standby else.</summary>
    Workshop,

    /// <summary>A house with panels on the roof: feeds back by day.</summary>
    Solar,

    /// <summary>Nobody lives there, a few appliances on standby.</summary>
    Standby,

    /// <summary>Switched off: not a watt.</summary>
    Empty,

    /// <summary>Stair and street lights: on from dusk to dawn.</summary>
    Lighting,
}
