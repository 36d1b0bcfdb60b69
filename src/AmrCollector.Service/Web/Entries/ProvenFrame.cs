using AmrCollector.Models.Dictionary;

namespace AmrCollector.Service.Web.Entries;

/// <summary>One frame of the exchange that told a number.</summary>
/// <param name="IsReply">True when the meter spoke.</param>
/// <param name="Bytes">As they went over the wire, secrets blanked.</param>
/// <param name="Meaning">What they say.</param>
public sealed record ProvenFrame(bool IsReply, byte[] Bytes, DecodedFrame Meaning);
