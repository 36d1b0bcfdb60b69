namespace AmrCollector.Simulator.Modbus;

/// <summary>Which image a group of Modbus meters has, with its limits.</summary>
internal static class RegisterImages
{
    /// <summary>The image of a group; null when it does not speak Modbus.</summary>
    internal static RegisterImage? Of(MeterGroup group)
    {
        if (!group.Kind.IsModbus) return null;
        var image = group.Kind.Model switch
        {
            "eastron-sdm630" => Sdm630Image.Image,
            "schneider-iem3155" => Iem3155Image.Image,
            "abb-b23" => B23Image.Image,
            "abb-b21" => B23Image.SinglePhase,
            "acrel-dtsd1352" => Dtsd1352Image.Image,
            "chint-dtsu666" => Dtsu666Image.Image,
            "peacefair-pzem016" => Pzem016Image.Image,
            "schneider-pm800" => Pm800Image.Image,
            "sunspec-203" => SunSpecImage.Of(inFloats: false, group.Limits),
            "sunspec-213" => SunSpecImage.Of(inFloats: true, group.Limits),
            _ => DescribedImage.Of(group.Registers),
        };
        return group.Limits is { } limits ? Limited(image, limits) : image;
    }

    private static RegisterImage Limited(RegisterImage image, ModbusLimits limits) => image with
    {
        MostRegisters = limits.MostRegisters ?? image.MostRegisters,
        SilentWhenTooLong = limits.SilentWhenTooLong,
        EvenOnly = limits.EvenOnly || image.EvenOnly,
        WholeValues = limits.WholeValues,
        Forbidden = [.. image.Forbidden, .. limits.Forbidden],
        Coils = limits.Coils ?? image.Coils,
        Discretes = limits.Discretes ?? image.Discretes,
    };
}
