namespace AmrCollector.Polling;

/// <summary>A frame of ours, read.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Data">Plain data when <see cref="DialogReplyKind.Data"/>; all parts of a multi-frame reply.</param>
/// <param name="Code">ERR byte or exception code of a refusal.</param>
/// <param name="Meaning">The refusal in words.</param>
/// <param name="From">The address the frame carried.</param>
public readonly record struct DialogReply(DialogReplyKind Kind, byte[] Data, byte Code, string Meaning, string From);
