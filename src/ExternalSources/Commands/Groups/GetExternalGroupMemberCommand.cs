using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Binding;
using ExternalSources.Commands.Actions;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Groups;

/// <summary>Gets the members of groups.</summary>
/// <remarks>
/// <para>
/// The Get-ExternalGroupMember cmdlet gets the members of one or more groups as users. The property MemberOf contains the name of the group. The cmdlet
/// also gets inactive members. If a user is a member of several of the groups, the cmdlet returns the user once for each group.
/// </para>
/// <para>
/// The list of members is complete, or the cmdlet writes an error. If the service does not return the state of a user, <see cref="Status"/> leaves the user
/// out and the cmdlet writes a warning.
/// </para>
/// </remarks>
/// <example>
/// <title>Get the members of a group</title>
/// <code>
/// Get-ExternalGroupMember -Source acme-jira -Group jira-software-users
/// </code>
/// <para>This command gets all members of the group jira-software-users, including deactivated accounts.</para>
/// </example>
/// <example>
/// <title>Find the deactivated members of a group</title>
/// <code>
/// Get-ExternalGroupMember -Source acme -Group jira-software-users -Status Deactivated
/// </code>
/// <para>This command gets the members that are still in the group although their account is deactivated.</para>
/// </example>
/// <example>
/// <title>Count the members of several groups</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name team-* | Get-ExternalGroupMember | Group-Object -Property MemberOf -NoElement
/// </code>
/// <para>This command counts the members of each group whose name starts with team-.</para>
/// </example>
/// <input cref="string">You can pipe names of sources and sources to this cmdlet.</input>
/// <output cref="ExternalUser">This cmdlet returns one user for each membership.</output>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="AddExternalGroupMemberCommand"/>
/// <seealso cref="RemoveExternalGroupMemberCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalGroupMember")]
[OutputType(typeof(ExternalUser))]
public sealed class GetExternalGroupMemberCommand : PipedSourceCommand
{
    private readonly List<(string[] Sources, string Group)> _groups = new();

    /// <summary>
    /// Specifies the groups, by name, by id, or as objects. Wildcard characters are not permitted. To select groups by a pattern, pipe them from
    /// Get-ExternalGroup.
    /// </summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the states of the members to get. Users whose state the service does not return are left out, with a warning.</summary>
    /// <value>Any state</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserStatus[] Status { get; set; } = Array.Empty<UserStatus>();

    /// <summary>
    /// Specifies the types of accounts to get: Person, App, Customer or Unknown. If the parameter does not contain Unknown, a warning gives the number of
    /// members of unknown type that were left out.
    /// </summary>
    /// <value>All types</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public AccountType[] AccountType { get; set; } = Array.Empty<AccountType>();

    /// <summary>Collects the groups.</summary>
    protected override void ProcessRecord()
    {
        if (EntrySources.Length == 0)
        {
            RefuseWithoutSource(1);
        }
        else
        {
            _groups.AddRange(Group.Select(group => (EntrySources, group)));
        }
    }

    /// <summary>Reads several groups at the same time, and writes the members of one group after another.</summary>
    protected override void EndProcessing() =>
        ReadSources<IUserReader>(
            Select("ReadUsers", _groups.SelectMany(entry => entry.Sources)),
            "Reading members",
            (reader, source, queue, progress, cancellationToken) =>
            {
                var groups = _groups
                    .Where(entry => SourceRepository.IsNamed(source, entry.Sources))
                    .Select(entry => entry.Group)
                    .Distinct(StringComparer.OrdinalIgnoreCase)
                    .ToArray();
                WarnOfUnknownStates(source, Status.Distinct(), queue);
                var members = new PageWriter(queue);
                // A group that is named both by name and by id must be read only once.
                var begun = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
                // Each group can use the whole limit, because the connection limits the number of concurrent requests.
                return new OrderedMerge(ThrottleLimit).ReadAsync<string, ExternalUser>(
                    groups,
                    (group, write, token) =>
                        reader.ReadUsersAsync(
                            new UserFilter
                            {
                                Groups = new[] { group },
                                Statuses = Status,
                                AccountTypes = AccountType,
                            },
                            new UserListing
                            {
                                MaxConcurrency = ThrottleLimit,
                                WantsGroup = group => begun.TryAdd(group.Id, true),
                                NoGroup = exception => queue.Add(cmdlet => cmdlet.WriteError(exception.ToNamedRecord(source.Name))),
                                Expect = groups.Length == 1 ? total => progress.Expect(source.Name, total) : null,
                                Count = rows => progress.Count(source.Name, rows),
                                Warn = text => queue.Add(cmdlet => cmdlet.WriteWarning(text)),
                                WriteAsync = write,
                            },
                            token
                        ),
                    users => members.WriteAsync(cmdlet => cmdlet.WriteObject(users, enumerateCollection: true)),
                    cancellationToken
                );
            }
        );
}
