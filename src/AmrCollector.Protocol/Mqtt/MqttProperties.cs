using System.Text;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>The properties of one packet, checked: each known, allowed there, well formed, and once where it may stand once.</summary>
public readonly ref struct MqttProperties
{
    private readonly ReadOnlySpan<byte> _bytes;

    private MqttProperties(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>The number of a property written as one to four bytes or as a variable integer; null when it is not there.</summary>
    public uint? Number(MqttProperty property)
    {
        MqttReader reader = new(_bytes);
        while (!reader.Left.IsEmpty)
        {
            var next = (MqttProperty)reader.Byte();
            var value = Skip(ref reader, MqttPropertyForm.Of(next).As, out _);
            if (next == property) return value;
        }

        return null;
    }

    /// <summary>The text of a property; null when it is not there.</summary>
    public string? Text(MqttProperty property) => TryFind(property, out var bytes) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The bytes of a text or binary property.</summary>
    public bool TryFind(MqttProperty property, out ReadOnlySpan<byte> bytes)
    {
        MqttReader reader = new(_bytes);
        while (!reader.Left.IsEmpty)
        {
            var next = (MqttProperty)reader.Byte();
            Skip(ref reader, MqttPropertyForm.Of(next).As, out bytes);
            if (next == property) return true;
        }

        bytes = default;
        return false;
    }

    /// <summary>Takes the properties off the front of a body; breaks the reader when they are not right for <paramref name="kind"/>.</summary>
    internal static MqttProperties Read(scoped ref MqttReader reader, MqttPacketKind kind)
    {
        var bytes = reader.Take(reader.VarInt());
        if (!AreRight(bytes, kind)) reader.Take(int.MaxValue);
        return reader.IsBroken ? default : new(bytes);
    }

    private static bool AreRight(ReadOnlySpan<byte> bytes, MqttPacketKind kind)
    {
        MqttReader reader = new(bytes);
        var seen = 0UL;
        while (!reader.Left.IsEmpty)
        {
            var property = (MqttProperty)reader.Byte();
            var form = MqttPropertyForm.Of(property);
            if (!form.FitsIn(kind)) return false;
            var value = Skip(ref reader, form.As, out _);
            if (reader.IsBroken || !IsAllowed(property, form.As, value)) return false;
            var bit = 1UL << (byte)property;
            var mayRepeat = property is MqttProperty.UserProperty or MqttProperty.SubscriptionIdentifier;
            if ((seen & bit) != 0 && !mayRepeat) return false;
            seen |= bit;
        }

        return true;
    }

    private static bool IsAllowed(MqttProperty property, MqttPropertyForm.Shape shape, uint value) => property switch
    {
        MqttProperty.ReceiveMaximum or MqttProperty.MaximumPacketSize or MqttProperty.SubscriptionIdentifier or MqttProperty.TopicAlias => value != 0,
        _ => shape != MqttPropertyForm.Shape.Flag || value <= 1,
    };

    private static uint Skip(scoped ref MqttReader reader, MqttPropertyForm.Shape shape, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        switch (shape)
        {
            case MqttPropertyForm.Shape.Flag:
                return reader.Byte();
            case MqttPropertyForm.Shape.Word:
                return reader.Word();
            case MqttPropertyForm.Shape.Long:
                return reader.Long();
            case MqttPropertyForm.Shape.VarInt:
                return (uint)reader.VarInt();
            case MqttPropertyForm.Shape.Binary:
                bytes = reader.Binary();
                return 0;
            case MqttPropertyForm.Shape.Pair:
                reader.Text();
                bytes = reader.Text();
                return 0;
            default:
                bytes = reader.Text();
                return 0;
        }
    }
}
