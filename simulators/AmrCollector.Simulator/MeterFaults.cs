namespace AmrCollector.Simulator;

/// <summary>What is wrong with one meter. Immutable: swap the whole record to change it while the district runs.</summary>
public sealed record MeterFaults
{
    /// <summary>A meter in order.</summary>
    public static MeterFaults None { get; } = new();

    /// <summary>Never answers.</summary>
    public bool Silent { get; init; }

    /// <summary>Answers this much after its turn, whatever has happened on the line since.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>One bit of the checksum is wrong (of the transaction id on MBAP, which has no checksum).</summary>
    public bool BadChecksum { get; init; }

    /// <summary>Sends only this many bytes of the frame; 0 sends it whole.</summary>
    public int Truncated { get; init; }

    /// <summary>Stray bytes before the reply, at most 64.</summary>
    public int NoiseBefore { get; init; }

    /// <summary>Stray bytes after the reply, at most 64.</summary>
    public int NoiseAfter { get; init; }

    /// <summary>Sends the reply twice.</summary>
    public bool Twice { get; init; }

    /// <summary>Answers with another meter's address; the frame is otherwise good.</summary>
    public bool WrongAddress { get; init; }

    /// <summary>Answers as if another identifier (DL/T 645) or function (Modbus) had been asked.</summary>
    public bool OtherDataId { get; init; }

    /// <summary>Refuses every read: DL/T 645 error 01, Modbus exception 04.</summary>
    public bool Refuses { get; init; }

    /// <summary>Modbus requests that are in order get this exception (5 acknowledge, 6 busy, 11 gateway target); 0 answers them.</summary>
    public int Exception { get; init; }

    /// <summary>Modbus reads are answered with so many registers fewer than asked, in a frame that is good otherwise.</summary>
    public int FewerRegisters { get; init; }

    /// <summary>The registers stand still from this instant on; null when they run.</summary>
    public DateTimeOffset? StuckSince { get; init; }

    /// <summary>The total register passes from 999999.99 to 0 at this instant; null leaves it where its load put it.</summary>
    public DateTimeOffset? RolloverAt { get; init; }

    /// <summary>What the meter's clock shows beyond the true time; its freezes happen at its own midnight.</summary>
    public TimeSpan ClockOff { get; init; }

    /// <summary>FE bytes before its replies instead of the line's; null for the line's.</summary>
    public int? Preamble { get; init; }

    /// <summary>Replies carry AA AA AA AA AA AA instead of the meter's address.</summary>
    public bool WildcardReplies { get; init; }

    /// <summary>It is addressed by these twelve digits and not by its number: crossed meters, or two with one address. Null for its number.</summary>
    public string? Address { get; init; }

    /// <summary>Reads sent to 999999999999 are answered too.</summary>
    public bool AnswersBroadcast { get; init; }

    /// <summary>A 2007 meter that answers the reads of 1997 as well.</summary>
    public bool Answers1997 { get; init; }

    /// <summary>AA after every block of values, and between the values of an hourly freeze.</summary>
    public bool AaSeparators { get; init; }

    /// <summary>The checksum CS8 of each load record is wrong.</summary>
    public bool BadRecordSums { get; init; }

    /// <summary>Load records begin with E0 E0: the meter says they are damaged.</summary>
    public bool DamagedRecords { get; init; }

    /// <summary>Relay commands are refused with the two-byte word of 2014 instead of the error byte.</summary>
    public bool LongControlErrors { get; init; }

    /// <summary>Block replies hold only so many values; 0 holds them all.</summary>
    public int ShortBlocks { get; init; }

    /// <summary>Blocks are refused with error 02; the single values are answered.</summary>
    public bool NoBlocks { get; init; }

    /// <summary>Reads are answered normally but with no data at all, not even the identifier.</summary>
    public bool EmptyReplies { get; init; }

    /// <summary>Voltages take 3 bytes and currents 2.</summary>
    public bool OddWidths { get; init; }

    /// <summary>Data bytes of the status word block, 14, 16 or 28.</summary>
    public int StatusBytes { get; init; } = 14;

    /// <summary>Energies hold a nibble above 9 (00 00 0E 00) in a frame that is good otherwise.</summary>
    public bool BadDigits { get; init; }

    /// <summary>Data bytes that are FE before the 33H offset leave as FE, not as 31.</summary>
    public bool UnmaskedFe { get; init; }

    /// <summary>The first 68 is sent twice.</summary>
    public bool DoubledStart { get; init; }

    /// <summary>The faults of the wire happen to one reply in so many; 1 is every reply. Registers and clock are off always.</summary>
    public int OneIn { get; init; } = 1;

    /// <summary>True when a fault of the wire may touch a reply.</summary>
    internal bool TouchesReplies =>
        Silent || BadChecksum || Truncated > 0 || NoiseBefore > 0 || NoiseAfter > 0 || Twice || WrongAddress
        || OtherDataId || Refuses || DoubledStart || Late > TimeSpan.Zero;
}
