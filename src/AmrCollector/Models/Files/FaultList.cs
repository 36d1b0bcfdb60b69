namespace AmrCollector.Models.Files;

/// <summary>The faults of one file.</summary>
/// <param name="file">Path of the file.</param>
/// <param name="faults">Where they are collected.</param>
internal sealed class FaultList(string file, ICollection<ModelFault> faults)
{
    /// <summary>How many this file has.</summary>
    internal int Count { get; private set; }

    /// <summary>One more.</summary>
    internal void Add(int line, string sentence)
    {
        faults.Add(new(file, line, sentence));
        Count++;
    }
}
