using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Sources;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Session;

namespace ExternalSources.Commands.Exemptions;

/// <summary>Exempts users or groups from bulk actions.</summary>
/// <remarks>
/// <para>An exemption names a user by account id, users by e-mail address (with wildcards), or a group, whose memberships are then left alone. It holds for all sources and actions, or for some. Wildcards work for addresses only: an account id or a group is compared as it is. An exemption that is limited to sources stays with them when they get a new name. An exemption by address does not hold where the address is hidden, and an action that meets such a user warns of it: use the account id for accounts that the organization does not manage.</para>
/// <para>No source is asked, so nobody checks that a user or a group of that name or id exists: pipe users, and pass groups as objects, where a slip would matter.</para>
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

    private static readonly char[] Wildcards = { '*', '?', '[' };

    /// <summary>The account ids of users, without wildcards.</summary>
    [Parameter(ParameterSetName = ByUser, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] AccountId { get; set; } = Array.Empty<string>();

    /// <summary>E-mail addresses. Wildcards are permitted.</summary>
    [Parameter(ParameterSetName = ByEmail, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Email { get; set; } = Array.Empty<string>();

    /// <summary>Groups, by name, id or as objects. Wildcards are refused; a group whose name has such characters is given by its id or as an object.</summary>
    [Parameter(ParameterSetName = ByGroup, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    /// <summary>Why: it is shown whenever somebody is skipped.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string Reason { get; set; } = string.Empty;

    /// <summary>The sources that the exemption holds for.</summary>
    /// <value>All sources</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>The actions that the exemption holds for. AddGroupMember and RemoveGroupMember hold in a synchronization of a group too, and RemoveGroupMember also for RevokeUserAccess, which removes users from groups.</summary>
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
        {
            ForSource(value, () => Add(kind, value.Trim()));
        }
    }

    private void Add(ExemptionKind kind, string value)
    {
        var repository = Source.Length > 0 ? OpenRepository() : Repository;
        var sources = Source
            .Select(name => (repository.Find(name.Trim()) ?? throw new SourceNotFoundException(name)).Name)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (kind == ExemptionKind.Email)
        {
            _ = new TextPattern(value);
        }
        else if (value.IndexOfAny(Wildcards) >= 0)
        {
            throw WithWildcards(kind, value);
        }

        if (kind == ExemptionKind.User && value.IndexOf('@') >= 0)
        {
            throw new InvalidInputException(
                "AccountId",
                $"'{value}' is an e-mail address, which would exempt nobody as an account id.",
                "Give it with -Email."
            );
        }

        var exemption = new ExternalExemption
        {
            Id = Guid.NewGuid(),
            Kind = kind,
            Value = value,
            Source = sources,
            Action = Action,
            Reason = Reason,
            AddedBy = CurrentUser.Name,
            AddedAt = Session.Now,
        };
        if (!Confirms(exemption.ToString(), "Exempt from bulk actions"))
        {
            return;
        }

        repository.ChangeExemptions(exemptions => exemptions.Append(exemption));
        if (PassThru)
        {
            WriteObject(exemption);
        }
    }

    private static InvalidInputException WithWildcards(ExemptionKind kind, string value) =>
        kind == ExemptionKind.Group
            ? new InvalidInputException(
                "Group",
                $"'{value}' has wildcards, which would exempt no group: wildcards work for -Email only.",
                "Name each group; give one whose name has such characters by its id, or pass the object that Get-ExternalGroup writes."
            )
            : new InvalidInputException(
                "AccountId",
                $"'{value}' has wildcards, which would exempt nobody: wildcards work for -Email only.",
                "Give each account id, or addresses with -Email."
            );
}
