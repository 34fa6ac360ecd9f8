using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Async;
using ExternalSources.Binding;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Errors;
using ExternalSources.Session;

namespace ExternalSources.Commands.Groups;

/// <summary>Lists the members of groups.</summary>
/// <remarks>
/// <para>Writes each member as a user, with the group noted in MemberOf. Inactive members are listed too; a user in several of the groups is written once for each. The list is complete or an error.</para>
/// </remarks>
/// <example>
/// <title>List the members of a group</title>
/// <code>
/// Get-ExternalGroupMember -Source acme-jira -Group jira-software-users
/// </code>
/// <para>Shows everybody in the group, deactivated accounts included.</para>
/// </example>
/// <example>
/// <title>Members of this group who are deactivated</title>
/// <code>
/// Get-ExternalGroupMember -Source acme -Group jira-software-users -Status Deactivated
/// </code>
/// <para>Lists the members who hold the membership although their account is deactivated.</para>
/// </example>
/// <example>
/// <title>Compare what several groups hold</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name team-* | Get-ExternalGroupMember | Group-Object -Property MemberOf -NoElement
/// </code>
/// <para>Counts the members of each group whose name begins with team-.</para>
/// </example>
/// <seealso cref="GetExternalGroupCommand"/>
/// <seealso cref="GetExternalUserCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalGroupMember")]
[OutputType(typeof(ExternalUser))]
public sealed class GetExternalGroupMemberCommand : PipedSourceCommand
{
    private readonly List<(string[] Sources, string Group)> _groups = new();

    /// <summary>The groups, by name or id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ValidateNotNullOrEmpty]
    [GroupArgument]
    [FreeText]
    public string[] Group { get; set; } = Array.Empty<string>();

    /// <summary>Only members in one of these states. Whoever the service does not say it of is left out, with a warning.</summary>
    /// <value>Any state</value>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public UserStatus[] Status { get; set; } = Array.Empty<UserStatus>();

    /// <summary>Which kinds of accounts: Person, App, Customer.</summary>
    /// <value>All kinds</value>
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

    /// <summary>Reads the members: several groups at the same time, and their members one group after the other.</summary>
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
                NoticeUntoldStates(source, Status.Distinct(), queue);
                var members = new PageWriter(queue);
                // One that is given by its name and by its id is one group.
                var begun = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
                // Each as if it were the only one: the connection sees to it that no more requests are under way than may be.
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
                                Expect = groups.Length == 1 ? total => progress.Expect(source.Name, total) : static _ => { },
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
