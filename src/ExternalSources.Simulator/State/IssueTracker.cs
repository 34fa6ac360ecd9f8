using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using ExternalSources.Simulator.Jira;

namespace ExternalSources.Simulator.State;

/// <summary>The projects of the site, and the issues created in them.</summary>
public sealed class IssueTracker
{
    private readonly Lock _lock = new();
    private readonly List<Issue> _issues = [];

    /// <summary>The keys of the projects.</summary>
    public IReadOnlyList<string> Projects { get; } = ["ADM", "HELP", "OPS"];

    public IReadOnlyList<string> Types { get; } = ["Task", "Bug", "Service Request"];

    public IReadOnlyList<Issue> Snapshot()
    {
        lock (_lock)
        {
            return [.. _issues];
        }
    }

    internal Issue Create(string project, string type, string summary, JsonElement? description, string reporter, DateTimeOffset now)
    {
        lock (_lock)
        {
            var issue = new Issue(_issues.Count(issue => issue.Project == project) + 1, project, type, summary, description, reporter, now);
            _issues.Add(issue);
            return issue;
        }
    }
}
