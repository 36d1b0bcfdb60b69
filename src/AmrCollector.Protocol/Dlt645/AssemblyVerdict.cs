namespace AmrCollector.Protocol.Dlt645;

/// <summary>What a part did to an assembly of follow-up frames.</summary>
public enum AssemblyVerdict
{
    /// <summary>Taken; ask for <see cref="FollowUpAssembly.NextSequence"/>.</summary>
    More,

    /// <summary>Taken, and it was the last one.</summary>
    Complete,

    /// <summary>Not the part that is due: start again with function 11H (dossier §6.4).</summary>
    Refused,
}
