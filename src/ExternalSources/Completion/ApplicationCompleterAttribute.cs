using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace ExternalSources.Completion;

/// <summary>Completes the keys of Atlassian's own applications. Which of them a source has only the service knows.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ApplicationCompleterAttribute : ArgumentCompleterAttribute
{
    public ApplicationCompleterAttribute()
        : base(typeof(ApplicationCompleter)) { }
}

/// <summary>Completes the keys of Atlassian's own applications.</summary>
public sealed class ApplicationCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) =>
        new[]
        {
            ("jira-software", "Jira"),
            ("jira-servicedesk", "Jira Service Management"),
            ("jira-product-discovery", "Jira Product Discovery"),
            ("confluence", "Confluence"),
        };
}
