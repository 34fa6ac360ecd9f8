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
public sealed class GetExternalGroupCommand : SourceReadCommand
{
    private readonly PipelineEntries _entries = new();
    private int _nameless;
    private int _sourceless;

    /// <summary>The sources to read from, by name or as objects. Wildcards are permitted.</summary>
    /// <value>All sources that can</value>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };

    /// <summary>The names of the groups. Wildcards are permitted.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Name { get; set; } = Array.Empty<string>();

    /// <summary>The ids of the groups.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [FreeText]
    public string[] Id { get; set; } = Array.Empty<string>();

    /// <summary>Only groups that grant one of these applications, by key, such as jira-software. One that no group of the source grants is an error that names those that are granted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ApplicationCompleter]
    public string[] Application { get; set; } = Array.Empty<string>();

    /// <summary>Brings the number of members.</summary>
    [Parameter]
    public SwitchParameter IncludeCounts { get; set; }

    /// <summary>Brings the applications that each group grants.</summary>
    [Parameter]
    public SwitchParameter IncludeApplications { get; set; }

    /// <summary>What comes down the pipeline: sources, by name or as objects, whose groups are listed; or groups, as objects or as rows of a list with the columns Id and Source, which are read again.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The id that a row of a list names a group by. The parameter does not take it: it is for all groups that are wanted.</summary>
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
            case PSCustomObject when IsFromPipeline(nameof(Source)) && TellsSourcesOnly(InputObject!):
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
                    "Pipe sources, groups, or a list with the columns Source and Id; give names of groups with -Name."
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
            Applications = Application,
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
            var isTold = false;
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

                        if (!isTold && groups.FirstOrDefault(group => group.MayGrantMore) is { } partly)
                        {
                            isTold = true;
                            cmdlet.WriteWarning(
                                $"'{source.Name}' does not tell all that the group '{partly.Name}' grants, and perhaps not of others: what it does not tell is missing in Applications."
                            );
                        }

                        cmdlet.WriteObject(groups, enumerateCollection: true);
                    }),
                cancellationToken
            );
        });
        Report(filter, sources, found);
    }

    /// <summary>What is wanted of a source: of the groups that were piped, those that are its own; <see langword="null"/> where that is nothing.</summary>
    private GroupFilter? Of(ExternalSource source, GroupFilter filter)
    {
        if (_entries.GroupsIn(source) is not { } piped)
        {
            return filter;
        }

        var ids = filter.Ids.Count == 0 ? piped : filter.Ids.Intersect(piped, StringComparer.OrdinalIgnoreCase).ToArray();
        return ids.Count == 0 ? null : filter with { Ids = ids };
    }

    /// <summary>A name or an id by itself names a group that should be there; beside other filters it may well fit none.</summary>
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
