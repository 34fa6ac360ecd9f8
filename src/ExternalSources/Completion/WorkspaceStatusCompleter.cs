using System.Collections.Generic;

namespace ExternalSources.Completion;

/// <summary>Completes the statuses of workspaces.</summary>
public sealed class WorkspaceStatusCompleter : LocalCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Offers(string parameterName, string typed) =>
        new[] { ("Online", "In use"), ("Offline", "Not available"), ("Deprecated", "Replaced") };
}
