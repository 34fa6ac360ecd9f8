using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace ExternalSources;

/// <summary>Tests one source, from its key to the key's expiry.</summary>
internal static class SourceTester
{
    public static async Task<TestedSource> TestAsync(ExternalSource source, ApiKey key, TransportOptions options, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var connector = ConnectorFactory.Create(source, key, options);
        var inspection = await ((IConnectionTester)connector).TestAsync(cancellationToken).ConfigureAwait(false);
        var keyCheck = new SourceCheck
        {
            Name = CheckNames.Key,
            Outcome = CheckOutcome.Passed,
            Detail = source.SessionOnly ? "The key is in this session's memory." : $"The key comes from the vault '{source.Vault}'.",
        };
        inspection = inspection with { Checks = inspection.Checks.Prepend(keyCheck).ToArray() };
        return new TestedSource(source, inspection, inspection.ToResult(source, watch.Elapsed), options.Clock.UtcNow);
    }

    /// <summary>The result for a source whose key could not be had: nothing else was looked at.</summary>
    public static TestedSource WithoutKey(ExternalSource source, ExternalSourceException failure, DateTimeOffset now)
    {
        var checks = new List<SourceCheck>
        {
            new() { Name = CheckNames.Key, Outcome = CheckOutcome.Failed, Detail = failure.Message, Recommendation = failure.Recommendation },
        };
        checks.AddRange(CheckNames.Of(source.Type).Select(name =>
            new SourceCheck { Name = name, Outcome = CheckOutcome.Skipped, Detail = $"Not checked, because the check '{CheckNames.Key}' failed." }));
        var inspection = new SourceInspection { Checks = checks };
        return new TestedSource(source, inspection, inspection.ToResult(source, TimeSpan.Zero), now);
    }
}

/// <summary>A source together with what testing it found.</summary>
internal sealed record TestedSource(ExternalSource Source, SourceInspection Inspection, SourceTestResult Result, DateTimeOffset At)
{
    /// <summary>The source as it is now known: its status, and what the service told about it.</summary>
    public ExternalSource Updated => Source with
    {
        Status = Result.Status,
        StatusReason = Result.Reason,
        CheckedAt = At,
        OrganizationId = Inspection.OrganizationId ?? Source.OrganizationId,
        Title = Inspection.Title ?? Source.Title,
        CloudId = Inspection.CloudId ?? Source.CloudId,
        ExpiresOn = Inspection.ExpiresOn ?? Source.ExpiresOn,
    };
}
