using AmrCollector.Metering;
using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>What is kept of a Modbus meter's refusals. Meters of other protocols have none: it is made with the first look at what was learnt.</summary>
internal sealed class RegisterLessons
{
    /// <summary>What it answers less than its model says; null when it answers all.</summary>
    internal LearnedLimits? Learned { get; set; }

    /// <summary>True once what was learnt before the start was fetched.</summary>
    internal bool IsLoaded { get; set; }

    /// <summary>True while <see cref="Learned"/> was not handed over to be kept.</summary>
    internal bool HasNews { get; set; }

    /// <summary>True after a read across registers nobody asked for was answered.</summary>
    internal bool CrossesHoles { get; set; }

    /// <summary>Questions planned within <see cref="Learned"/>, by the words that ask them.</summary>
    internal Dictionary<string, IReadOnlyList<Question>>? Own { get; set; }

    /// <summary>Refusals in a row of items that were answered before.</summary>
    internal Dictionary<ObisCode, int>? Refusals { get; set; }
}
