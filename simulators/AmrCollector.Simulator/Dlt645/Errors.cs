namespace AmrCollector.Simulator.Dlt645;

/// <summary>Error bytes (dossier §8) and error words of the security module (§14.3) and of the relay (§14.4).</summary>
internal static class Errors
{
    internal const byte Other = 0x01;
    internal const byte NoData = 0x02;
    internal const byte NotAuthorised = 0x04;
    internal const byte Speed = 0x08;
    internal const byte Zones = 0x10;
    internal const byte Periods = 0x20;
    internal const byte Tariffs = 0x40;

    internal const ushort SecurityOther = 0x0001;
    internal const ushort RepeatedRecharge = 0x0002;
    internal const ushort EsamCheck = 0x0004;
    internal const ushort NotAuthenticated = 0x0008;
    internal const ushort OtherCustomer = 0x0010;
    internal const ushort RechargeCount = 0x0020;
    internal const ushort Hoard = 0x0040;

    internal const ushort ControlPassword = 0x8004;
    internal const ushort ControlExpired = 0x8010;
    internal const ushort ControlKeepsPower = 0x8020;
    internal const ushort ControlAlreadyTripped = 0x8100;
}
