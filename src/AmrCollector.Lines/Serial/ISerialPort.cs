namespace AmrCollector.Lines.Serial;

/// <summary>
/// An open port of the operating system. All members are called by one thread, but <see cref="Wake"/>, and <see cref="Read"/> while that
/// thread is idle. Every member but <see cref="IDisposable.Dispose"/> throws <see cref="LineLostException"/> when the port is gone.
/// </summary>
internal interface ISerialPort : IDisposable
{
    /// <summary>Its path or COM name, for sentences.</summary>
    string Name { get; }

    /// <summary>True for a pseudo terminal: bytes take no time on it.</summary>
    bool IsVirtual { get; }

    /// <summary>Characters dropped because their parity or stop bit was wrong.</summary>
    long CharacterErrors { get; }

    /// <summary>Sets speed, character format and RS-485 mode; throws <see cref="LineUnavailableException"/> when the driver refuses.</summary>
    void Apply(LineUri settings);

    /// <summary>Takes what has arrived, without waiting; 0 when nothing has.</summary>
    int Read(Span<byte> buffer);

    /// <summary>Hands over what the system takes, at least one byte or 0 when its buffer is full.</summary>
    int Write(ReadOnlySpan<byte> bytes);

    /// <summary>Waits for one of the wanted events, for <see cref="Wake"/> or until the time is over; to 0.1 ms where the system can.</summary>
    PortEvents Wait(PortEvents wanted, TimeSpan most);

    /// <summary>Ends the wait of the port's thread, or its next one; from any thread.</summary>
    void Wake();

    /// <summary>Waits until the port's hardware has sent what it was given, as far as the driver tells.</summary>
    void DrainOutput();

    /// <summary>Switches an adapter whose transmitter hangs on RTS; does nothing for others.</summary>
    void Transmit(bool on);

    /// <summary>Throws when the device behind the name is gone or was replaced.</summary>
    void CheckPresent();
}
