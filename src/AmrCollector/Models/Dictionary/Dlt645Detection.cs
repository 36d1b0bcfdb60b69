using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Models.Dictionary;

/// <summary>Tells the edition of a frame by its control code and length: the frame itself is the same in both.</summary>
internal static class Dlt645Detection
{
    internal static Dlt645Edition EditionOf(Dlt645Frame frame) => EditionOf(frame.Control, (byte)frame.RawData.Length);

    internal static Dlt645Edition EditionOf(byte control, byte length)
    {
        var function = (byte)(control & 0x1F);
        var is97 = function switch
        {
            // A read of two bytes under the 2007 code is a 1997 identifier; tests and some clients send it.
            Dlt645Function.Read => length == 2 && control < 0x80,
            // Security of the supplement carries an identifier of four bytes or a refusal of two; a 1997 re-read asks with none.
            Dlt645Function.Security => length is not 2 && length < 4,
            Dlt645Function.BroadcastTime or 0x06 => false,
            >= 0x01 and <= Dlt645Function.ClearDemand97 => true,
            _ => false,
        };
        return is97 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
    }

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
