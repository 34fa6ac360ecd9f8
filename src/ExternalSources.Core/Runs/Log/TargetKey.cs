using System;
using System.Linq;
using ExternalSources.Core.Runs.Model;

namespace ExternalSources.Core.Runs.Log;

/// <summary>Whom a change is about and where, whatever the run, and whatever the source was called then.</summary>
internal sealed record TargetKey(string Place, string? AccountId, string? GroupId)
{
    public static TargetKey Of(RunRecord record, RunTarget target)
    {
        var source = record.Header.Sources.LastOrDefault(source => source.Name.Equals(target.Source, StringComparison.OrdinalIgnoreCase));
        return new TargetKey(source is null ? target.Source : source.Url + " " + source.OrganizationId, target.AccountId, target.Group?.Id);
    }
}
