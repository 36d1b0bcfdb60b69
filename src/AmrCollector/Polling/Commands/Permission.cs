namespace AmrCollector.Polling.Commands;

/// <summary>What a writing frame does to a meter; each is granted by name, meter by meter, and none is by default.</summary>
public enum Permission
{
    /// <summary>Nothing to grant: the frame only reads.</summary>
    None,

    /// <summary>"clock": broadcast time, date and time.</summary>
    Clock,

    /// <summary>"freeze": a freeze now or by a pattern.</summary>
    Freeze,

    /// <summary>"relay": trip, close, alarm, keep power; a water meter's valve.</summary>
    Relay,

    /// <summary>"parameter": any other item, address, speed, password, output, authentication.</summary>
    Parameter,

    /// <summary>"clear": demand, events, the whole meter.</summary>
    Clear,
}
