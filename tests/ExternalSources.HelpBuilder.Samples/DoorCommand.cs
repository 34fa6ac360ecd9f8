using System.Management.Automation;

namespace ExternalSources.HelpBuilder.Samples;

/// <summary>The base of all commands on doors.</summary>
public abstract class DoorCommand : PSCmdlet
{
    /// <summary>The house that the door belongs to.</summary>
    /// <value>The house you are in</value>
    [Parameter]
    public string? House { get; set; }

    /// <summary>The words of <see cref="House"/>'s owner.</summary>
    [Parameter]
    public virtual string? Remark { get; set; }
}
