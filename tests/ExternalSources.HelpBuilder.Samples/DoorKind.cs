namespace ExternalSources.HelpBuilder.Samples;

/// <summary>What a door is made for.</summary>
public enum DoorKind
{
    /// <summary>A door to the street.</summary>
    Front,

    /// <summary>A door to the <see cref="Garden"/>.</summary>
    Garden,
}
