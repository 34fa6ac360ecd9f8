using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Commands.Runs;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Actions;

/// <summary>Makes the members of a group match a list.</summary>
/// <remarks>
/// <para>
/// The Sync-ExternalGroupMember cmdlet reads the members of a group, adds the users that are only on the list, and removes the members that are not on the
/// list. All changes belong to one run, so a single Undo-ExternalRun command reverses them. The cmdlet returns no result for users that are already
/// correct. If nothing has to change, it writes a verbose message.
/// </para>
/// <para>The cmdlet changes nothing in these cases:</para>
/// <list type="bullet">
/// <item><description>An entry of the list cannot be found. It may be a member that the cmdlet would then remove.</description></item>
/// <item><description>The list is empty. To remove all members, use <see cref="AllowEmpty"/>.</description></item>
/// <item>
/// <description>
/// The list would remove more than five members and more than half of the group. To allow this, use <see cref="UserActionCommand.MaxTargets"/> or
/// <see cref="AllowEmpty"/>.
/// </description>
/// </item>
/// </list>
/// <para>
/// <see cref="UserActionCommand.MaxTargets"/> and <see cref="UserActionCommand.MaxPercent"/> count only the users to add or remove. The percentage refers
/// to all users of the source.
/// </para>
/// <para>
/// The cmdlet neither adds nor removes accounts that a connected source uses to sign in, administrators (see
/// <see cref="UserActionCommand.IncludeAdministrators"/>), apps and portal customers, accounts of unknown type (see
/// <see cref="UserActionCommand.AccountId"/>), and users with an exemption (see Add-ExternalExemption). It skips them and returns the reason for each.
/// </para>
/// <para>
/// Each command is a run with a log. Get-ExternalRun lists runs, and Resume-ExternalRun continues a run that stopped early. Undo-ExternalRun reverses a
/// run. If a user fails, the cmdlet writes an error and continues with the next user. After five consecutive failures for the same reason, it does not
/// attempt the remaining users of that source.
/// </para>
/// <list type="alert">
/// <item>
/// <description>
/// This cmdlet prompts before each change. If nobody can answer, the command fails before the first change. In a script, use -Confirm:$false.
/// </description>
/// </item>
/// <item>
/// <description>
/// A command that fails can leave an incomplete list. Use -ErrorAction Stop on the commands that produce the list, so that a failure ends the pipeline
/// before the group changes.
/// </description>
/// </item>
/// </list>
/// </remarks>
/// <example>
/// <title>Preview the changes</title>
/// <code>
/// Import-Csv -Path team.csv | Sync-ExternalGroupMember -Source acme-jira -Group team-apollo -WhatIf
/// </code>
/// <para>This command shows which users it would add to the group team-apollo and which it would remove, and changes nothing.</para>
/// </example>
/// <example>
/// <title>Update a group every night</title>
/// <code>
/// Import-Csv -Path team.csv | Sync-ExternalGroupMember -Source acme-jira -Group team-apollo -MaxTargets 10 -Confirm:$false
/// </code>
/// <para>This command updates the group without a prompt. If more than 10 users have to be added or removed, the command fails and changes nothing.</para>
/// </example>
/// <input cref="string">
/// You can pipe users from Get-ExternalUser or Get-ExternalGroupMember, results of an earlier action, account ids, and e-mail addresses to this cmdlet.
/// </input>
/// <output cref="ExternalActionResult">
/// This cmdlet returns one result for each user that it adds, removes, or skips, with the outcome and its reason. With -WhatIf or -PlanPath, the outcome of
/// a planned change is WhatIf.
/// </output>
/// <seealso cref="AddExternalGroupMemberCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalRunCommand"/>
[Cmdlet(VerbsData.Sync, "ExternalGroupMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class SyncExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>The number of members that the cmdlet removes without a limit, whatever the size of the group.</summary>
    private const int FewRemovals = 5;

    private readonly List<Candidate> _wanted = new();
    private string? _source;

    private int Members { get; set; }

    /// <summary>Specifies the group, by name, by id, or as an object. Wildcard characters are not permitted.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string Group { get; set; } = string.Empty;

    /// <summary>Indicates that an empty list removes every member of the group. It also allows a list that removes more than half of the members.</summary>
    [Parameter]
    public SwitchParameter AllowEmpty { get; set; }

    private protected override RunRequest Request =>
        new()
        {
            Action = ExternalAction.SyncGroupMember,
            IncludeAdministrators = IncludeAdministrators,
            Groups = new[] { Group },
        };

    private protected override void Take(Candidate candidate)
    {
        if (_source is not null && !_source.Equals(candidate.Source, StringComparison.OrdinalIgnoreCase))
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Source",
                    $"The list names the sources '{_source}' and '{candidate.Source}', but a group belongs to one source. Nothing was changed.",
                    "Use -Source, or pipe users of one source."
                ).ToRecord(candidate.Source)
            );
        }

        _source = candidate.Source;
        _wanted.Add(candidate);
    }

    /// <summary>Takes the next user. A command without users is an empty list.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput || User is { Length: > 0 } || AccountId is not null || Email is not null)
        {
            base.ProcessRecord();
        }
    }

    /// <summary>Ends the command, because the user of an unreadable row would lose the membership.</summary>
    private protected override void Refuse(ErrorRecord error) => ThrowTerminatingError(error);

    /// <summary>Compares the list with the group, and makes the changes.</summary>
    protected override void EndProcessing()
    {
        ReportNameless();
        _source ??= Sources.Length == 1 ? Sources[0] : null;
        if (_source is null)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "Source",
                    "The source of the group is not specified. Nothing was changed.",
                    "Use -Source with the name of one source."
                ).ToRecord(null)
            );
        }

        if (_wanted.Count == 0 && !AllowEmpty)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    $"The list is empty, so the command would remove every member of '{Group}'. Nothing was changed.",
                    "To remove every member, use -AllowEmpty."
                ).ToRecord(Group)
            );
        }

        var changes = Compare(_source!);
        var removals = changes.Count(change => change.Action == ExternalAction.RemoveGroupMember);
        // An incomplete list looks like a complete one if the command that produced it failed halfway.
        if (removals > FewRemovals && removals * 2 > Members && !AllowEmpty && !Bound(nameof(MaxTargets)) && PlanPath is null && !IsWhatIf)
        {
            ThrowTerminatingError(
                new RunRefusedException(
                    $"The command would remove {Invariant.Text(removals)} of the {Invariant.Count(Members, "member")} of '{Group}'. Nothing was changed.",
                    "To see the changes, use -WhatIf. If the list is complete, use -MaxTargets with the number of changes that you expect."
                ).ToRecord(Group)
            );
        }

        if (changes.Count == 0 && _wanted.Count == 0)
        {
            WriteWarning($"The list and the group '{Group}' are both empty. There is nothing to do.");
        }
        else if (changes.Count == 0)
        {
            WriteVerbose($"The group '{Group}' already has exactly the {Invariant.Count(Members, "member")} of the list. There is nothing to do.");
        }

        foreach (var change in changes)
        {
            DeliverOne(change);
        }

        base.EndProcessing();
    }

    private List<Candidate> Compare(string name)
    {
        var changes = new List<Candidate>();
        OrEnd(name, () =>
        {
            var source = OpenRepository().Find(name) ?? throw new SourceNotFoundException(name);
            if (!ConnectorFactory.CapabilityNames(source.Type).Contains("ChangeGroupMembers"))
            {
                throw new CapabilityException(source, "ChangeGroupMembers");
            }

            var connection = Connections.Open(source);
            Pump(
                async (queue, cancellationToken) =>
                {
                    var group = await connection.Connector.Get<IGroupWriter>().FindGroupAsync(Group, cancellationToken).ConfigureAwait(false);
                    var members = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
                    var filter = new UserFilter { Groups = new[] { group.Id }, AccountTypes = Array.Empty<AccountType>() };
                    await connection
                        .Connector.Get<IUserReader>()
                        .ReadUsersAsync(
                            filter,
                            new UserListing
                            {
                                MaxConcurrency = ThrottleLimit,
                                MustBeWhole = true,
                                WriteAsync = page =>
                                {
                                    foreach (var user in page)
                                    {
                                        members[user.AccountId] = user;
                                    }

                                    return Task.CompletedTask;
                                },
                            },
                            cancellationToken
                        )
                        .ConfigureAwait(false);
                    Members = members.Count;
                    var wanted = await FindAsync(connection.Connector.Get<IUserStates>(), cancellationToken).ConfigureAwait(false);
                    // The ids of the list may differ in case from those of the service.
                    var named = new HashSet<string>(
                        _wanted.Where(one => one.IsNamedById).Select(one => one.AccountId).OfType<string>(),
                        StringComparer.OrdinalIgnoreCase
                    );
                    changes.AddRange(
                        wanted
                            .Where(one => !members.ContainsKey(one.Key))
                            .Select(one => new Candidate
                            {
                                Source = source.Name,
                                AccountId = one.Key,
                                KnownEmail = one.Value,
                                IsNamedById = named.Contains(one.Key),
                                Action = ExternalAction.AddGroupMember,
                                Group = group,
                            })
                    );
                    changes.AddRange(
                        members
                            .Keys.Where(id => !wanted.ContainsKey(id))
                            .Select(id => new Candidate
                            {
                                Source = source.Name,
                                AccountId = id,
                                Action = ExternalAction.RemoveGroupMember,
                                Group = group,
                            })
                    );
                }
            );
        });
        return changes;
    }

    /// <summary>
    /// The account ids of the list, with the e-mail addresses that the list has for them. Every entry must be found, because an entry that is not found may be
    /// a member under another address.
    /// </summary>
    private async Task<Dictionary<string, string?>> FindAsync(IUserStates states, System.Threading.CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, string?>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var some in Batch.Of(_wanted.Distinct().ToArray(), 50))
        {
            var lookups = await states
                .ReadStatesAsync(
                    some.Select(one => new UserKey(one.AccountId, one.Email)).ToArray(),
                    new StateNeeds { MaxConcurrency = ThrottleLimit },
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (var (one, lookup) in some.Zip(lookups, (one, lookup) => (one, lookup)))
            {
                if ((lookup.State is { } state ? one.Contradiction(state.User) : lookup.Problem!) is { } problem)
                {
                    missing.Add(problem);
                }
                else
                {
                    wanted[lookup.State!.User.AccountId] = one.KnownEmail ?? (wanted.TryGetValue(lookup.State.User.AccountId, out var known) ? known : null);
                }
            }
        }

        return missing.Count == 0
            ? wanted
            : throw new InvalidInputException(
                "User",
                $"Of {Invariant.Count(_wanted.Count, "entry", "entries")} in the list, {Invariant.Text(missing.Count)} cannot be matched to a user. "
                    + $"Nothing was changed, because the command could remove these users by mistake. {string.Join(" ", missing.Take(5))}"
                    + (missing.Count > 5 ? " ..." : string.Empty),
                "Correct the list. For users with a hidden e-mail address, use account ids."
            );
    }
}
