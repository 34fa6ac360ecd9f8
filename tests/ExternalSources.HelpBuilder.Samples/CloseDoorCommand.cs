using System.Management.Automation;

namespace ExternalSources.HelpBuilder.Samples;

/// <summary>Closes a door.</summary>
/// <remarks>Pushes it.</remarks>
/// <example>
/// <title>Close the front door</title>
/// <code>Close-Door -Door $front</code>
/// </example>
[Cmdlet(VerbsCommon.Close, "Door")]
public sealed class CloseDoorCommand : DoorCommand
{
    /// <summary>The door.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Door? Door { get; set; }
}
