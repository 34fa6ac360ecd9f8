using System;
using System.Management.Automation;
using System.Security;

namespace ExternalSources.HelpBuilder.Samples;

/// <summary>
/// Adds a door
/// to a house.
/// <para>This second paragraph is not part of the synopsis.</para>
/// </summary>
/// <remarks>
/// <para>
/// Cuts the opening, and hangs a <see cref="Door"/> of a <see cref="Kind"/>. Look at it
/// with <see cref="GetDoorCommand"/>; <see langword="null"/> and <c>Get-Date</c> are words, so is <see href="https://example.com/doors">the manual</see>.
/// </para>
/// <para>It takes:</para>
/// <list type="bullet">
/// <item><term>Time</term><description>an hour.</description></item>
/// <item><description>A saw.</description></item>
/// </list>
/// <list type="alert">
/// <item><description>Mind the <see cref="Kind"/>.</description></item>
/// <item><description>Doors are heavy.</description></item>
/// </list>
/// </remarks>
/// <example>
/// <title>Add a front door</title>
/// <code>
/// New-Door -Name front -Kind Front -WhatIf |
///     Where-Object { $_.Name -like 'f*' }
///
/// Get-Door
/// </code>
/// <code lang="output">
/// Name  Kind
/// ----  ----
/// front Front
/// </code>
/// <para>Hangs the door.</para>
/// <para>Then looks at it.</para>
/// </example>
/// <example>
/// <para>Add a door with a lock</para>
/// <code>New-Door -Name back -Key (Get-Door front).Key -Expires 2030-01-31</code>
/// </example>
/// <seealso cref="GetDoorCommand"/>
/// <seealso href="https://example.com/doors">The manual of doors</seealso>
/// <seealso>about_Doors</seealso>
[Cmdlet(VerbsCommon.New, "Door", DefaultParameterSetName = KindSet, SupportsShouldProcess = true, HelpUri = "https://example.com/new-door")]
[OutputType(typeof(Door))]
public sealed class NewDoorCommand : DoorCommand
{
    private const string KindSet = "Kind";
    private const string LockSet = "Lock";

    /// <summary>The name of the door.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("DoorName", "Label")]
    public string Name { get; set; } = "";

    /// <summary>What the door is made for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KindSet)]
    public DoorKind Kind { get; set; }

    /// <summary>The key to the door, as from <see cref="GetDoorCommand"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LockSet)]
    public SecureString? Key { get; set; }

    /// <summary>The day on which the lock is changed.</summary>
    [Parameter(ParameterSetName = LockSet, ValueFromPipelineByPropertyName = true)]
    public DateTimeOffset? Expires { get; set; }

    /// <summary>Who may open the door.</summary>
    [Parameter(ParameterSetName = LockSet)]
    public PSCredential? Owner { get; set; }

    /// <summary>How wide the door is, in centimetres.</summary>
    [Parameter]
    public int Width { get; set; } = 90;

    /// <summary>The colour of the door.</summary>
    [Parameter]
    [ValidateSet("Red", "Green")]
    public string? Colour { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public override string? Remark { get; set; }

    /// <summary>A hidden parameter.</summary>
    [Parameter(DontShow = true)]
    public SwitchParameter Internal { get; set; }

    /// <summary>Lets cats in.</summary>
    [Parameter]
    public SwitchParameter Flap { get; set; }
}
