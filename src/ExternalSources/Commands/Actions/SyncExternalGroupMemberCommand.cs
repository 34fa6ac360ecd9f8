using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Binding;
using ExternalSources.Commands.Groups;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Actions;

/// <summary>Makes a group's members exactly those of a list.</summary>
/// <remarks>
/// <para>Reads the group, adds whoever of the list is missing, and removes everybody else: in one run, so that one Undo-ExternalRun takes it back. Whoever is right already gives no result; where that is everybody, -Verbose says so. The limits -MaxTargets and -MaxPercent count those who would be added or removed, the latter against all users of the source.</para>
/// <para>Nothing at all is changed when somebody on the list cannot be found, because that may be a member who would then be removed, when the list is empty (see <see cref="AllowEmpty"/>), and when it would remove more than half of the members without -MaxTargets: what writes the list may have failed half-way, so use -ErrorAction Stop there. The guard rails of all actions hold: accounts that a connected source uses itself, administrators, apps, and whoever is exempt are neither added nor removed.</para>
/// </remarks>
/// <example>
/// <title>See what would change</title>
/// <code>
/// Import-Csv -Path team.csv | Sync-ExternalGroupMember -Source acme-jira -Group team-apollo -WhatIf
/// </code>
/// <para>Shows who would be added to the group, and who removed.</para>
/// </example>
/// <example>
/// <title>Every night, with a limit</title>
/// <code>
/// Import-Csv -Path team.csv | Sync-ExternalGroupMember -Source acme-jira -Group team-apollo -MaxTargets 10 -Confirm:$false
/// </code>
/// <para>Asks nothing, and refuses to change more than 10 members at once.</para>
/// </example>
/// <seealso cref="AddExternalGroupMemberCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalGroupMemberCommand"/>
[Cmdlet(VerbsData.Sync, "ExternalGroupMember", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(ExternalActionResult))]
public sealed class SyncExternalGroupMemberCommand : UserActionCommand
{
    /// <summary>So many may go without a question, whatever the group's size.</summary>
    private const int FewRemovals = 5;

    private readonly List<Candidate> _wanted = new();
    private string? _source;

    private int Members { get; set; }

    /// <summary>The group, by name, id or as an object.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string Group { get; set; } = string.Empty;

    /// <summary>Lets an empty list empty the group.</summary>
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
                    $"The list names two sources, '{_source}' and '{candidate.Source}', and a group belongs to one.",
                    "Give -Source, or a list of one source. Nothing was changed."
                ).ToRecord(candidate.Source)
            );
        }

        _source = candidate.Source;
        _wanted.Add(candidate);
    }

    /// <summary>Takes the next user. A command without any is an empty list.</summary>
    protected override void ProcessRecord()
    {
        if (MyInvocation.ExpectingInput || User is { Length: > 0 } || AccountId is not null || Email is not null)
        {
            base.ProcessRecord();
        }
    }

    /// <summary>A row that names nobody would cost somebody their membership.</summary>
    private protected override void Refuse(ErrorRecord error) => ThrowTerminatingError(error);

    /// <summary>Compares the list with the group, and makes the changes.</summary>
    protected override void EndProcessing()
    {
        ReportNameless();
        _source ??= Sources.Length == 1 ? Sources[0] : null;
        if (_source is null)
        {
            ThrowTerminatingError(
                new InvalidInputException("Source", "In which source is the group?", "Give -Source with the name of one source.").ToRecord(null)
            );
        }

        if (_wanted.Count == 0 && !AllowEmpty)
        {
            ThrowTerminatingError(
                new InvalidInputException(
                    "User",
                    $"The list is empty, which would remove every member of '{Group}'. Nothing was changed.",
                    "If that is what you want, use -AllowEmpty."
                ).ToRecord(Group)
            );
        }

        var changes = Compare(_source!);
        var removals = changes.Count(change => change.Action == ExternalAction.RemoveGroupMember);
        // Half a list looks like a whole one: whoever wrote it may have stopped in the middle, without this command knowing.
        if (removals > FewRemovals && removals * 2 > Members && !AllowEmpty && !Bound(nameof(MaxTargets)) && PlanPath is null && !IsWhatIf)
        {
            ThrowTerminatingError(
                new RunRefusedException(
                    $"The list would remove {Invariant.Text(removals)} of the {Invariant.Count(Members, "member")} of '{Group}'. Nothing was changed.",
                    "See with -WhatIf whom it would remove; if the list is whole, say with -MaxTargets how many changes you expect."
                ).ToRecord(Group)
            );
        }

        if (changes.Count == 0 && _wanted.Count == 0)
        {
            WriteWarning($"The list is empty, and so is '{Group}': there is nothing to do.");
        }
        else if (changes.Count == 0)
        {
            WriteVerbose($"'{Group}' has exactly the {Invariant.Count(Members, "member")} of the list: there is nothing to do.");
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
                    var group = await ((IGroupWriter)connection.Connector).FindGroupAsync(Group, cancellationToken).ConfigureAwait(false);
                    var members = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
                    var filter = new UserFilter { Groups = new[] { group.Id }, AccountTypes = Array.Empty<AccountType>() };
                    await ((IUserReader)connection.Connector)
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
                    var wanted = await FindAsync((IUserStates)connection.Connector, cancellationToken).ConfigureAwait(false);
                    changes.AddRange(
                        wanted
                            .Where(one => !members.ContainsKey(one.Key))
                            .Select(one => new Candidate
                            {
                                Source = source.Name,
                                AccountId = one.Key,
                                KnownEmail = one.Value,
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

    /// <summary>The account ids of the list, with the addresses that it has for them. All of them must be known: who is not found may be a member under another name.</summary>
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
                $"{Invariant.Text(missing.Count)} of the {Invariant.Text(_wanted.Count)} entries of the list cannot be told for sure: {string.Join(" ", missing.Take(5))}{(missing.Count > 5 ? " ..." : string.Empty)} Nothing was changed, because they may be members who would be removed.",
                "Correct the list, with account ids where addresses are hidden."
            );
    }
}
