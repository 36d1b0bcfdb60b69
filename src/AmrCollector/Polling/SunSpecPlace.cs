using System.Buffers.Binary;
using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>
/// Where one meter's SunSpec model stands: looked for before the first question, remembered, and looked for again when a reply does
/// not begin with the model's own number, as after a change of firmware. Pure; one owner.
/// </summary>
internal sealed class SunSpecPlace(ushort model)
{
    private SunSpecWalk? _walk;
    private ushort? _header;
    private string? _remark;

    /// <summary>What to ask so that <paramref name="question"/> is answered: the walk's next step, or the question at its place.</summary>
    internal Question Ask(Question question) => Walk()?.Next ?? Placed(question);

    /// <summary>The question at the place of the model.</summary>
    internal Question Placed(Question question) => question is Question.Modbus modbus ? modbus.At(_header ?? 0) : question;

    /// <summary>Takes a step of the walk; false when none is under way, and the reply is for the question itself.</summary>
    /// <param name="registers">The reply.</param>
    /// <param name="absent">True when the walk is over and the meter has no such model.</param>
    internal bool TakeStep(ReadOnlySpan<byte> registers, out bool absent)
    {
        absent = false;
        if (Walk() is not { } walk) return false;
        walk.Take(registers);
        absent = IsOver(walk) && _header is null;
        return true;
    }

    /// <summary>As <see cref="TakeStep"/>, of a refusal.</summary>
    internal bool RefuseStep(out bool absent)
    {
        absent = false;
        if (Walk() is not { } walk) return false;
        walk.Refuse();
        absent = IsOver(walk) && _header is null;
        return true;
    }

    /// <summary>True when the reply begins with the model's number. If not the place is forgotten.</summary>
    internal bool Holds(ReadOnlySpan<byte> registers)
    {
        if (registers.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(registers) == model) return true;
        Forget();
        return false;
    }

    /// <summary>True while it is not known where the model stands.</summary>
    internal bool IsLookedFor => _header is null;

    /// <summary>The next question walks again.</summary>
    internal void Forget() => _header = null;

    /// <summary>Why there is nothing to read, once; null when there is.</summary>
    internal string? TakeRemark()
    {
        var remark = _remark;
        _remark = null;
        return remark;
    }

    private SunSpecWalk? Walk() => _header is null ? _walk ??= new(model) : null;

    private bool IsOver(SunSpecWalk walk)
    {
        if (walk.Next is not null) return false;
        (_header, _walk) = (walk.Found, null);
        if (_header is null) _remark = walk.Outcome;
        return true;
    }
}
