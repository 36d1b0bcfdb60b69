namespace AmrCollector.Service.Security;

/// <summary>What a caller may do; a higher one includes those below it.</summary>
public enum Scope
{
    /// <summary>Nothing at all: nobody is known.</summary>
    None,

    /// <summary>Look: readings, state, metrics.</summary>
    Read,

    /// <summary>Use a line, decide what waits for a person, enter orders, deliver again.</summary>
    Operate,

    /// <summary>Change the collector itself: reload, backup.</summary>
    Admin,
}
