using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Protocol.Modbus;

public sealed class ModbusRequestTests
{
    private readonly byte[] _pdu = new byte[ModbusRequest.MaxPdu];

    [Fact]
    public void Every_function_is_written_as_the_standard_shows_it()
    {
        string[] written =
        [
            Show(ModbusRequest.Read(_pdu, ModbusTable.Coil, 0x13, 0x13)),
            Show(ModbusRequest.Read(_pdu, ModbusTable.Discrete, 0xC4, 0x16)),
            Show(ModbusRequest.Read(_pdu, ModbusTable.Holding, 0x6B, 3)),
            Show(ModbusRequest.Read(_pdu, ModbusTable.Input, 8, 1)),
            Show(ModbusRequest.WriteCoil(_pdu, 0xAC, true)),
            Show(ModbusRequest.WriteRegister(_pdu, 1, 3)),
            Show(ModbusRequest.ReadExceptionStatus(_pdu)),
            Show(ModbusRequest.LoopBack(_pdu, 0xA537)),
            Show(ModbusRequest.WriteCoils(_pdu, 0x13, [true, false, true, true, false, false, true, true, true, false])),
            Show(ModbusRequest.WriteRegisters(_pdu, 1, [0x000A, 0x0102])),
            Show(ModbusRequest.ReportServerId(_pdu)),
            Show(ModbusRequest.ReadFile(_pdu, new FileRecord(4, 1, 2), new FileRecord(3, 9, 2))),
            Show(ModbusRequest.MaskWrite(_pdu, 4, 0xF2, 0x25)),
            Show(ModbusRequest.ReadWrite(_pdu, 3, 6, 0x0E, [0xFF, 0xFF, 0xFF])),
            Show(ModbusRequest.ReadDeviceIdentification(_pdu, IdentificationLevel.Basic)),
            Show(ModbusRequest.ReadDeviceIdentification(_pdu, IdentificationLevel.One, 2)),
        ];
        Assert.Equal(ModbusPairs.All.Select(pair => pair.Request), written);
        foreach (var pair in ModbusPairs.All)
        {
            var request = Wire.Of(pair.Request);
            Assert.Equal(request.Length, ModbusRequest.Length(request));
            for (var cut = 0; cut < request.Length; cut++) Assert.True(ModbusRequest.Length(request.AsSpan(0, cut)) is 0 or > 0, pair.Name);
        }
    }

    [Fact]
    public void What_the_standard_does_not_allow_is_refused()
    {
        Refused(() => ModbusRequest.Read(_pdu, ModbusTable.Holding, 0, 126));
        Refused(() => ModbusRequest.Read(_pdu, ModbusTable.Input, 0, 0));
        Refused(() => ModbusRequest.Read(_pdu, ModbusTable.Coil, 0, 2001));
        Refused(() => ModbusRequest.Read(_pdu, ModbusTable.Holding, 65535, 2));
        Refused(() => ModbusRequest.WriteCoils(_pdu, 0, new bool[1969]));
        Refused(() => ModbusRequest.WriteRegisters(_pdu, 0, new ushort[124]));
        Refused(() => ModbusRequest.WriteRegisters(_pdu, 0, []));
        Refused(() => ModbusRequest.ReadWrite(_pdu, 0, 1, 0, new ushort[122]));
        Refused(() => ModbusRequest.ReadWrite(_pdu, 0, 126, 0, new ushort[1]));
        Refused(() => ModbusRequest.ReadFile(_pdu));
        Refused(() => ModbusRequest.ReadFile(_pdu, new FileRecord(1, 0, 125)));
        Refused(() => ModbusRequest.ReadFile(_pdu, new FileRecord(1, 0, 60), new FileRecord(1, 60, 65)));
        Refused(() => ModbusRequest.ReadFile(_pdu, new FileRecord(0, 0, 1)));
        Assert.Equal(5, ModbusRequest.Read(_pdu, ModbusTable.Coil, 0, 2000));
        Assert.Equal(252, ModbusRequest.WriteRegisters(_pdu, 0, new ushort[123]));
        Assert.Equal(252, ModbusRequest.WriteCoils(_pdu, 0, new bool[1968]));
        Assert.Equal(252, ModbusRequest.ReadWrite(_pdu, 0, 125, 0, new ushort[121]));
        Assert.Equal(9, ModbusRequest.ReadFile(_pdu, new FileRecord(1, 0, 124)));
    }

    [Fact]
    public void The_parts_of_replies_are_read()
    {
        Assert.True(ModbusReply.TryParse(Wire.Of("01 03 CD 6B 05"), Wire.Of("01 00 13 00 13"), out var coils));
        Assert.Equal((true, false, true, true), (coils.Bit(0), coils.Bit(1), coils.Bit(2), coils.Bit(16)));
        Assert.True(ModbusReply.TryParse(Wire.Of("14 0C 05 06 0D FE 00 20 05 06 33 CD 00 40"), Wire.Of(ModbusPairs.All[11].Request), out var file));
        Assert.Equal("33 CD 00 40", Hex.Show(file.FileRegisters(1)));
        Assert.True(file.FileRegisters(2).IsEmpty);
        Assert.True(ModbusReply.TryParse(Wire.Of(ModbusPairs.All[14].Reply), Wire.Of("2B 0E 01 00"), out var device));
        Assert.Equal(["ABB", "B23", "10"], IdentificationObject.All(device.Objects).Select(one => one.Text));
        Assert.False(device.HasMoreObjects);
        Assert.True(ModbusReply.TryParse(Wire.Of("03 06 02 2B 00 00 00 64"), Wire.Of("03 00 6B 00 03"), out var registers));
        Assert.Equal(0x64, registers.Register(2));
    }

    private static void Refused(Action build) => Assert.ThrowsAny<ArgumentException>(build);

    private string Show(int length) => Hex.Show(_pdu.AsSpan(0, length));
}
