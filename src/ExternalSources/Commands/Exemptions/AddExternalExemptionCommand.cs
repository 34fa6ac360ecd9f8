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
/// <para>
/// An exemption names a user by account id, users by e-mail address, or a group. Actions do not change the memberships of an exempt group. Only e-mail
/// addresses can have wildcards. An exemption applies to all sources and actions unless you limit it. When a source gets a new name, its exemptions apply
/// to the new name.
/// </para>
/// <para>
/// An exemption by e-mail address does not apply to a user whose address is hidden. An action on such a user writes a warning. For accounts that the
/// organization does not manage, use the account id.
/// </para>
/// <para>The cmdlet sends no request, so it does not check that a user or a group exists. To avoid typing errors, pipe users and pass groups as objects.</para>
/// </remarks>
/// <example>
/// <title>Exempt the board</title>
/// <code>
/// Add-ExternalExemption -Email *@board.acme.example -Reason "Board: only by the head of IT"
/// </code>
/// <para>All actions on all sources skip these users.</para>
/// </example>
/// <example>
/// <title>Exempt an account that automations use</title>
/// <code>
/// Get-ExternalUser -Source acme -Email build@acme.example | Add-ExternalExemption -Action DisableUser, RemoveUser -Reason "Deployment"
/// </code>
/// <para>Actions do not deactivate or delete the account. They can change its groups.</para>
/// </example>
/// <example>
/// <title>Exempt a group</title>
/// <code>
/// Add-ExternalExemption -Group site-admins -Reason "Administrators"
/// </code>
/// <para>Actions do not add users to the group or remove users from it.</para>
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

    /// <summary>The account ids of the users. Wildcards are not permitted.</summary>
    [Parameter(ParameterSetName = ByUser, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] AccountId { get; set; } = Array.Empty<string>();

    /// <summary>The e-mail addresses of the users. Wildcards are permitted.</summary>
    [Parameter(ParameterSetName = ByEmail, Mandatory = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Email { get; set; } = Array.Empty<string>();

    /// <summary>
    /// The groups, by name, by id or as objects. Wildcards are not permitted. If the name of a group contains wildcard characters, give its id or the
    /// object.
    /// </summary>
    [Parameter(ParameterSetName = ByGroup, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    /// <summary>The reason for the exemption. The result of each skipped user shows it.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string Reason { get; set; } = string.Empty;

    /// <summary>The sources that the exemption applies to.</summary>
    /// <value>All sources</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SourceArgument]
    [SourceNameCompleter]
    public string[] Source { get; set; } = Array.Empty<string>();

    /// <summary>
    /// The actions that the exemption applies to. AddGroupMember and RemoveGroupMember also apply to Sync-ExternalGroupMember. RemoveGroupMember also
    /// applies to RevokeUserAccess, which removes users from groups.
    /// </summary>
    /// <value>All actions</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ExternalAction[] Action { get; set; } = Array.Empty<ExternalAction>();

    /// <summary>Returns the new exemptions.</summary>
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
            throw new InvalidInputException("AccountId", $"'{value}' is an e-mail address, not an account id, so it exempts nobody.", "Give it with -Email.");
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
                $"'{value}' contains wildcards and exempts no group. Wildcards work for -Email only.",
                "Give the name of each group. If a name contains wildcard characters, give the id or pass the object that Get-ExternalGroup returns."
            )
            : new InvalidInputException(
                "AccountId",
                $"'{value}' contains wildcards and exempts nobody. Wildcards work for -Email only.",
                "Give each account id, or give addresses with -Email."
            );
}
