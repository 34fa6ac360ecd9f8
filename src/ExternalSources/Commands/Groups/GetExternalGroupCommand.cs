using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using ExternalSources.Async;
using ExternalSources.Binding;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Sources;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Groups;

/// <summary>Gets the groups of external sources.</summary>
/// <remarks>
/// <para>
/// The Get-ExternalGroup cmdlet gets the groups of organizations and Jira Cloud sites. Each group has a name, an id, its source, and its directory. The
/// property ExternallySynced is true if an identity provider owns the group. The module cannot change the members of such a group.
/// </para>
/// <para>The list of groups is complete, or the cmdlet writes an error.</para>
/// <para>
/// By default, the cmdlet returns neither the number of members nor the applications. Request them with <see cref="IncludeCounts"/>,
/// <see cref="IncludeApplications"/>, or <see cref="Application"/>. In an organization, applications cost one additional request for each group that grants
/// an application. On a site, they cost one additional request in total.
/// </para>
/// </remarks>
/// <example>
/// <title>Find the groups that grant Jira</title>
/// <code>
/// Get-ExternalGroup -Source acme-jira -Application jira-software -IncludeCounts
/// </code>
/// <para>This command gets the groups whose members have access to Jira, with the number of members of each group.</para>
/// </example>
/// <example>
/// <title>Find the groups of a team in all sources</title>
/// <code>
/// Get-ExternalGroup -Name *finance*
/// </code>
/// <para>This command gets the groups of all sources that have the word finance in their name.</para>
/// </example>
/// <example>
/// <title>Find the deactivated members of a group</title>
/// <code>
/// Get-ExternalGroup -Source acme -Name jira-software-users | Get-ExternalGroupMember -Status Deactivated
/// </code>
/// <para>This command pipes the group to Get-ExternalGroupMember, which gets the members whose account is deactivated.</para>
/// </example>
/// <input cref="PSObject">You can pipe sources, names of sources, groups, and rows of a list with the columns Source and Id to this cmdlet.</input>
/// <output cref="ExternalGroup">This cmdlet returns one object for each group.</output>
/// <seealso cref="GetExternalGroupMemberCommand"/>
/// <seealso cref="GetExternalUserCommand"/>
/// <seealso cref="GetExternalDirectoryCommand"/>
[Cmdlet(VerbsCommon.Get, "ExternalGroup")]
[OutputType(typeof(ExternalGroup))]
public sealed class GetExternalGroupCommand : SourceReadCommand
{
    private readonly PipelineEntries _entries = new();
    private int _nameless;
    private int _sourceless;

    /// <summary>
    /// Specifies the sources to read, by name or as objects. Wildcard characters are permitted. Without this parameter, the cmdlet reads all sources that
    /// support it.
    /// </summary>
    /// <value>All sources that support it</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };

    /// <summary>
    /// Specifies the names of the groups. Wildcard characters are permitted. Without this parameter and <see cref="Id"/>, the cmdlet gets all groups.
    /// </summary>
    /// <value>All groups</value>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>Specifies the ids of the groups. Wildcard characters are not permitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies applications by key, such as jira-software. The cmdlet gets only groups that grant at least one of them. If no group of the source grants
    /// an application, the cmdlet writes an error that lists the applications that groups grant.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>
    /// Specifies workspaces: instances of applications, by name, address or ARI. Use it instead of -Application, or together with it, where an organization
    /// has several sites. For a Jira Cloud site, specify its name, its address or an ARI. Get-ExternalWorkspace lists the workspaces.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [WorkspaceCompleter]
    public string[] Workspace { get; set; } = Array.Empty<string>();

    /// <summary>Indicates that the cmdlet also returns the number of members of each group.</summary>
    [Parameter]
    public SwitchParameter IncludeCounts { get; set; }

    /// <summary>Indicates that the cmdlet also returns the applications that each group grants.</summary>
    [Parameter]
    public SwitchParameter IncludeApplications { get; set; }

    /// <summary>
    /// Specifies the sources or groups to read. You can pipe sources by name or as objects to get their groups. You can also pipe groups, or rows of a list
    /// with the columns Source and Id, to get these groups again.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The group id of a row of a list. It does not bind to -Id, because -Id applies to all groups.</summary>
    private string? EntryId => InputObject!.Properties[nameof(Id)]?.Value is string id && !string.IsNullOrWhiteSpace(id) ? id.Trim() : null;

    /// <summary>Collects the sources and the groups.</summary>
    protected override void ProcessRecord()
    {
        if (!MyInvocation.ExpectingInput && !IsArgument(nameof(InputObject)))
        {
            _entries.AddEverything(Source);
            return;
        }

        switch (InputObject?.BaseObject)
        {
            case ExternalSource source when !IsArgument(nameof(Source)):
                _entries.AddEverything(new[] { source.Name });
                break;
            case string name when !IsArgument(nameof(Source)) && !string.IsNullOrWhiteSpace(name):
                _entries.AddEverything(new[] { name });
                break;
            case ExternalGroup group:
                _entries.AddGroups(IsArgument(nameof(Source)) ? Source : new[] { group.Source }, new[] { group.Id });
                break;
            case PSCustomObject when IsFromPipeline(nameof(Source)) && EntrySources.Length == 0:
                _sourceless++;
                break;
            case PSCustomObject when IsFromPipeline(nameof(Source)) && HasOnlySources(InputObject!):
                _entries.AddEverything(EntrySources);
                break;
            case PSCustomObject when EntryId is { } id && (IsArgument(nameof(Source)) || IsFromPipeline(nameof(Source))):
                _entries.AddGroups(EntrySources, new[] { id });
                break;
            default:
                _nameless++;
                break;
        }
    }

    /// <summary>Reads the groups.</summary>
    protected override void EndProcessing()
    {
        if (_nameless > 0)
        {
            WriteError(
                new InvalidInputException(
                    nameof(InputObject),
                    $"{Invariant.Count(_nameless, "entry", "entries")} of the pipeline {(_nameless == 1 ? "is" : "are")} neither a source nor a group.",
                    "Pipe sources, groups, or a list with the columns Source and Id. To name groups, use -Name."
                ).ToRecord(null)
            );
        }

        if (_sourceless > 0)
        {
            RefuseWithoutSource(_sourceless);
        }

        if (!_entries.Sources.Any())
        {
            return;
        }

        var filter = new GroupFilter
        {
            Names = Patterns(Name),
            Ids = Id,
            Applications = Application.Select(ApplicationSelector.Parse).ToArray(),
            Workspaces = Workspace,
            IncludeCounts = IncludeCounts,
            IncludeApplications = IncludeApplications,
            MaxConcurrency = ThrottleLimit,
        };
        var sources = Select("ReadGroups", _entries.Sources);
        var found = new HashSet<(string Source, string Value)>();
        ReadSources<IGroupReader>(sources, "Reading groups", (reader, source, queue, progress, cancellationToken) =>
        {
            if (Of(source, filter) is not { } wanted)
            {
                return Task.CompletedTask;
            }

            var pages = new PageWriter(queue);
            var isWarned = false;
            return reader.ReadGroupsAsync(
                wanted,
                groups =>
                    pages.WriteAsync(cmdlet =>
                    {
                        foreach (var group in groups)
                        {
                            found.Add((source.Name, TextForm.Composed(group.Name).ToUpperInvariant()));
                            found.Add((source.Name, group.Id.ToUpperInvariant()));
                        }

                        if (!isWarned && groups.FirstOrDefault(group => group.MayGrantMore) is { } partly)
                        {
                            isWarned = true;
                            cmdlet.WriteWarning(
                                $"{source.Name}: The service does not return all applications that the group '{partly.Name}' grants. "
                                    + "The property Applications is incomplete for this group, and possibly for others."
                            );
                        }

                        cmdlet.WriteObject(groups, enumerateCollection: true);
                    }),
                cancellationToken
            );
        });
        Report(filter, sources, found);
    }

    /// <summary>The filter for one source, limited to the piped groups of that source; <see langword="null"/> if it has none of them.</summary>
    private GroupFilter? Of(ExternalSource source, GroupFilter filter)
    {
        if (_entries.GroupsIn(source) is not { } piped)
        {
            return filter;
        }

        var ids = filter.Ids.Count == 0 ? piped : filter.Ids.Intersect(piped, StringComparer.OrdinalIgnoreCase).ToArray();
        return ids.Count == 0 ? null : filter with { Ids = ids };
    }

    /// <summary>Writes an error for each name and id without a group, unless other filters can exclude the group.</summary>
    private void Report(GroupFilter filter, IReadOnlyList<ExternalSource> sources, HashSet<(string Source, string Value)> found)
    {
        if (filter.Applications.Count > 0 || (filter.Names.Count > 0 && filter.Ids.Count > 0))
        {
            return;
        }

        var arguments = filter
            .Ids.Concat(filter.Names.Where(name => name.IsExact).Select(name => name.Text))
            .Select(value => (Value: value, Covers: (Func<ExternalSource, bool>)(_ => true)));
        var piped = filter.Names.Count + filter.Ids.Count > 0 ? Array.Empty<(string Value, Func<ExternalSource, bool> Covers)>() : _entries.Groups;
        foreach (var (value, covers) in arguments.Concat(piped))
        {
            var asked = sources.Where(covers).ToArray();
            if (asked.Length > 0 && !asked.Any(source => found.Contains((source.Name, value.ToUpperInvariant())) || Failed.Contains(source.Name)))
            {
                WriteError(new GroupNotFoundException(value).ToRecord(value));
            }
        }
    }
}
