using System;
using System.Management.Automation;

namespace ExternalSources.HelpBuilder.Samples;

/// <summary>Gets the doors of a house.</summary>
/// <remarks>Lists all doors, or those with a <see cref="Name"/>.</remarks>
/// <example>
/// <code>Get-Door -Name f*</code>
/// </example>
/// <input cref="string">You can pipe the names of doors to this cmdlet.</input>
/// <output cref="Door">One door after the other.</output>
[Cmdlet(VerbsCommon.Get, "Door")]
[OutputType(typeof(Door))]
[OutputType(typeof(bool))]
public sealed class GetDoorCommand : PSCmdlet
{
    /// <summary>The names of the doors.</summary>
    /// <value>All doors</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>The address of the description of the doors.</summary>
    [Parameter]
    public Uri? Address { get; set; }

    /// <summary>The kinds of doors.</summary>
    [Parameter]
    public DoorKind[]? Kind { get; set; }

    /// <summary>Whether there is any door.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(Address);
}
