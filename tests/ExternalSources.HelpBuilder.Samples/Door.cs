using System;

namespace ExternalSources.HelpBuilder.Samples;

/// <summary>A door of the house.</summary>
public sealed class Door
{
    /// <summary>The name of the door.</summary>
    public string Name { get; set; } = "";

    /// <summary>The day from which on the key no longer turns.</summary>
    public DateTimeOffset? Expires { get; set; }
}
