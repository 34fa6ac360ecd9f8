namespace ExternalSources.HelpBuilder.Samples;

/// <summary>The kind of a door.</summary>
public enum DoorKind
{
    /// <summary>A door to the street.</summary>
    Front,

    /// <summary>A door to the <see cref="Garden"/>.</summary>
    Garden,
}
