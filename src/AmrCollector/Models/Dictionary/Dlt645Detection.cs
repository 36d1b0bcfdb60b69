using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>Tells the edition of a frame by its control code and length: the frame itself is the same in both.</summary>
internal static class Dlt645Detection
{
    internal static Dlt645Edition EditionOf(Dlt645Frame frame) => EditionOf(frame.Control, (byte)frame.RawData.Length);

    internal static Dlt645Edition EditionOf(byte control, byte length) => Dlt645Function.EditionOf(control, length);

    /// <summary>Identifier bytes at the front of the data; 0 when the function has none.</summary>
    internal static int IdLength(Dlt645Frame frame, Dlt645Edition edition) => edition == Dlt645Edition.V2007
        ? frame.Function switch
        {
            Dlt645Function.Read or Dlt645Function.ReadNext or Dlt645Function.Security => DataId.Length,
            Dlt645Function.Write or Dlt645Function.ChangePassword => frame.IsReply ? 0 : DataId.Length,
            _ => 0,
        }
        : frame.Function switch
        {
            Dlt645Function.Read or Dlt645Function.Read97 or Dlt645Function.ReadNext97 or Dlt645Function.ReadAgain97 => 2,
            Dlt645Function.Write97 => frame.IsReply ? 0 : 2,
            _ => 0,
        };
}
