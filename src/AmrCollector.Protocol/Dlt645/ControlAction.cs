namespace AmrCollector.Protocol.Dlt645;

/// <summary>N1 of 1CH: what the relay, the alarm or the keep-power function is to do (supplement; dossier §5.12).</summary>
public enum ControlAction
{
    /// <summary>No action; never sent.</summary>
    None = 0,

    /// <summary>Open the relay; refused while power is kept on.</summary>
    Trip = 0x1A,

    /// <summary>Allow closing: a person presses the button at the meter.</summary>
    PermitClose = 0x1B,

    /// <summary>Close the relay at once.</summary>
    Close = 0x1C,

    /// <summary>Warn, then trip; restores by closing directly.</summary>
    PreTripDirect = 0x1D,

    /// <summary>Warn, then trip; restores to "closing allowed".</summary>
    PreTripPermit = 0x1E,

    /// <summary>Alarm on.</summary>
    AlarmOn = 0x2A,

    /// <summary>Alarm off.</summary>
    AlarmOff = 0x2B,

    /// <summary>Keep power on: the meter refuses every trip from now on.</summary>
    KeepPowerOn = 0x3A,

    /// <summary>Keep power off.</summary>
    KeepPowerOff = 0x3B,
}
