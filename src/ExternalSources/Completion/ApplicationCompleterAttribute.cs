using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace ExternalSources.Completion;

/// <summary>Completes the keys of Atlassian's applications. It does not check which of them a source has.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ApplicationCompleterAttribute : ArgumentCompleterAttribute
{
    public ApplicationCompleterAttribute()
        : base(typeof(ApplicationCompleter)) { }
}

/// <summary>Completes the keys of Atlassian's applications.</summary>
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
