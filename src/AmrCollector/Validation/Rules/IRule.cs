namespace AmrCollector.Validation.Rules;

/// <summary>One rule: looks at a trial and says what it finds. Without state, so one instance serves all.</summary>
internal interface IRule
{
    /// <summary>Records a note, a doubt or a refusal in the trial, or nothing.</summary>
    void Try(Trial trial);
}
