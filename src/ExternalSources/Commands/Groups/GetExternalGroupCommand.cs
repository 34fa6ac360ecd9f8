using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>Lists the groups of external sources.</summary>
/// <remarks>
/// <para>For each group its id, name, source and directory, and whether an identity provider owns it, so that its members cannot be changed here. The list is complete or an error.</para>
/// <para>With <see cref="IncludeCounts"/> the number of members comes too; with <see cref="IncludeApplications"/> or <see cref="Application"/> the applications that the group grants. For an organization the applications take a request for each group that grants any, for a site one request in all.</para>
/// </remarks>
/// <example>
/// <title>See which groups grant Jira, and how many are in them</title>
/// <code>
/// Get-ExternalGroup -Source acme-jira -Application jira-software -IncludeCounts
/// </code>
/// <para>Lists the groups whose members hold a seat in Jira, with their sizes.</para>
/// </example>
/// <example>
/// <title>Find the groups of a team in all sources</title>
/// <code>
/// Get-ExternalGroup -Name *finance*
/// </code>
/// <para>Lists the groups of every source with that word in their name.</para>
/// </example>
/// <example>
/// <title>Members of a group who are deactivated</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name jira-software-users | Get-ExternalGroupMember -Status Deactivated
/// </code>
/// <para>Passes the group on, and lists the members who are deactivated.</para>
/// </example>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalDirectoryCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalGroup")]
[OutputType(typeof(ExternalGroup))]
public sealed class GetExternalGroupCommand : GroupReadCommand
{
    /// <summary>The names of the groups. Wildcards are permitted.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>The ids of the groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Only groups that grant one of these applications, by key, such as jira-software. One that no group of the source grants is an error that names those that are granted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>Brings the number of members.</summary>
    [Parameter]
    public SwitchParameter IncludeCounts { get; set; }

    /// <summary>Brings the applications that each group grants.</summary>
    [Parameter]
    public SwitchParameter IncludeApplications { get; set; }

    /// <summary>Reads the groups.</summary>
    protected override void EndProcessing()
    {
        var filter = new GroupFilter
        {
            Names = Patterns(Name),
            Ids = Id,
            Applications = Application,
            IncludeCounts = IncludeCounts,
            IncludeApplications = IncludeApplications,
            Ahead = ThrottleLimit,
        };
        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        ReadSources<IGroupReader>(Select("ReadGroups", Sources), "Reading groups", (reader, source, queue, progress, cancellationToken) =>
        {
            var pages = new PageWriter(queue);
            return reader.ReadGroupsAsync(filter, groups => pages.WriteAsync(cmdlet =>
            {
                found.UnionWith(groups.Select(group => filter.Names.Count > 0 ? group.Name : group.Id));
                cmdlet.WriteObject(groups, enumerateCollection: true);
            }), cancellationToken);
        });
        Report(filter, found);
    }

    /// <summary>A name or an id by itself names a group that should be there; beside other filters it may well fit none.</summary>
    private void Report(GroupFilter filter, HashSet<string> found)
    {
        if (Failed.Count > 0 || filter.Applications.Count > 0 || (filter.Names.Count > 0 && filter.Ids.Count > 0))
            return;
        foreach (var value in filter.Ids.Concat(filter.Names.Where(name => name.IsExact).Select(name => name.Text)).Where(value => !found.Contains(value)))
            WriteError(new GroupNotFoundException(value).ToRecord(value));
    }
}
