using System;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Exempts users or groups from bulk actions.</summary>
/// <remarks>
/// <para>An exemption names a user by account id, users by e-mail address (with wildcards), or a group, whose memberships are then left alone. It holds for all sources and actions, or for some. An exemption by address does not hold where the address is hidden: use the account id for accounts that the organization does not manage.</para>
/// </remarks>
/// <example>
/// <title>Leave the board alone</title>
/// <code>
/// Add-ExternalExemption -Email *@board.acme.example -Reason "Board: only by the head of IT"
/// </code>
/// <para>Every action on these users is skipped, on all sources.</para>
/// </example>
/// <example>
/// <title>An account that automations use</title>
/// <code>
/// Get-ExternalUser -Source acme -Email build@acme.example | Add-ExternalExemption -Action DisableUser, RemoveUser -Reason "Deployment"
/// </code>
/// <para>The account is neither deactivated nor deleted; its groups can be changed.</para>
/// </example>
/// <example>
/// <title>A group whose members nobody changes in bulk</title>
/// <code>
/// Add-ExternalExemption -Group site-admins -Reason "Administrators"
/// </code>
/// <para>Nobody is added to the group or removed from it.</para>
/// </example>
/// <seealso cref="GetExternalExemptionCommand"/>
/// <seealso cref="RemoveExternalExemptionCommand"/>
[Cmdlet(VerbsCommon.Add, "ExternalExemption", SupportsShouldProcess = true, DefaultParameterSetName = ByUser)]
[OutputType(typeof(ExternalExemption))]
public sealed class AddExternalExemptionCommand : SourceCommand
{
    private const string ByUser = "User";
    private const string ByEmail = "Email";
    private const string ByGroup = "Group";

    /// <summary>The account ids of users.</summary>
    [Parameter(ParameterSetName = ByUser, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] AccountId { get; set; } = Array.Empty<string>();

    /// <summary>E-mail addresses. Wildcards are permitted.</summary>
    [Parameter(ParameterSetName = ByEmail, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Email { get; set; } = Array.Empty<string>();

    /// <summary>Groups, by name, id or as objects.</summary>
    [Parameter(ParameterSetName = ByGroup, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    public string[] Group { get; set; } = Array.Empty<string>();

    /// <summary>Why: it is shown whenever somebody is skipped.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = string.Empty;

    /// <summary>The sources that the exemption holds for.</summary>
    /// <value>All sources</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>The actions that the exemption holds for.</summary>
    /// <value>All actions</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ExternalAction[] Action { get; set; } = Array.Empty<ExternalAction>();

    /// <summary>Writes the exemptions that were added.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Adds the exemptions.</summary>
    protected override void ProcessRecord()
    {
        var (kind, values) = ParameterSetName switch
        {
            ByEmail => (ExemptionKind.Email, Email),
            ByGroup => (ExemptionKind.Group, Group),
            _ => (ExemptionKind.User, AccountId),
        };
        foreach (var value in values)
            ForSource(value, () => Add(kind, value.Trim()));
    }

    private void Add(ExemptionKind kind, string value)
    {
        foreach (var source in Source)
        {
            if (OpenCatalog().Find(source) is null)
                throw new SourceNotFoundException(source);
        }

        if (kind == ExemptionKind.Email)
            _ = new TextPattern(value);
        if (kind == ExemptionKind.User && value.IndexOf('@') >= 0)
            throw new InvalidInputException("AccountId", $"'{value}' is an e-mail address, which would exempt nobody as an account id.", "Give it with -Email.");
        var exemption = new ExternalExemption
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Value = value,
            Source = Source,
            Action = Action,
            Reason = Reason,
            AddedBy = CurrentUser.Name,
            AddedAt = Session.Now,
        };
        if (!ShouldProcess(exemption.ToString(), "Exempt from bulk actions"))
            return;
        using (var store = Session.OpenStore().Lock(StopToken))
            store.Save(store.Content with { Exemptions = store.Content.Exemptions.Append(exemption).ToArray() });
        if (PassThru)
            WriteObject(exemption);
    }
}
