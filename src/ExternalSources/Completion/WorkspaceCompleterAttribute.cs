using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Common;
using ExternalSources.Session;

namespace ExternalSources.Completion;

/// <summary>Completes workspaces.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WorkspaceCompleterAttribute : ArgumentCompleterAttribute
{
    public WorkspaceCompleterAttribute()
        : base(typeof(WorkspaceCompleter)) { }
}

/// <summary>Completes the names of the workspaces that Get-ExternalWorkspace returned in this session, and the addresses of the connected sites.</summary>
public sealed class WorkspaceCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) =>
        ModuleSession
            .Current.Workspaces.Select(workspace => (workspace.Name, $"{workspace.Type}, {workspace.Url?.Host ?? workspace.Id}"))
            .Concat(
                SourceRepository
                    .ForCompletion(ModuleSession.Current)
                    .All.Where(source => source.Type == SourceType.JiraCloud)
                    .Select(source => (source.Url.Authority, "The site of " + source.Name))
            )
            .GroupBy(offer => offer.Item1, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.First());
}
