using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors;

/// <summary>Tests one source.</summary>
internal static class SourceTester
{
    /// <summary>Tests a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="key">Its key.</param>
    /// <param name="options">How to send requests.</param>
    /// <param name="siteOwner">Checks which organization a site belongs to, by its cloud id; <see langword="null"/> if that is not checked.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public static async Task<TestedSource> TestAsync(
        ExternalSource source,
        ApiKey key,
        TransportOptions options,
        Func<string?, CancellationToken, Task<CheckResult>>? siteOwner,
        CancellationToken cancellationToken
    )
    {
        var watch = Stopwatch.StartNew();
        SourceInspection inspection;
        try
        {
            using var connector = ConnectorFactory.Create(source, key, options);
            inspection = await connector.Get<IConnectionTester>().TestAsync(cancellationToken).ConfigureAwait(false);
            if (source.Type == SourceType.JiraCloud && siteOwner is not null)
            {
                var checks = new CheckSequence(inspection.Checks);
                var cloudId = inspection.CloudId ?? source.CloudId;
                await checks.RunAsync(CheckNames.Organization, () => siteOwner(cloudId, cancellationToken)).ConfigureAwait(false);
                inspection = inspection with { Checks = checks.Checks };
            }

            inspection = Scrub(inspection, key);
        }
        catch (ExternalSourceException exception)
        {
            // The address of the source is not valid for its type, so there is no connection to test.
            inspection = new SourceInspection { Checks = FailedAt(source.Type, CheckNames.Address, exception) };
        }

        var keyCheck = new SourceCheck
        {
            Name = CheckNames.Key,
            Outcome = CheckOutcome.Passed,
            Detail = source.SessionOnly ? "The key is in this session's memory." : $"The key comes from the vault '{source.Vault}'.",
        };
        inspection = inspection with { Checks = inspection.Checks.Prepend(keyCheck).ToArray() };
        return new TestedSource(source, inspection, inspection.ToResult(source, watch.Elapsed), options.Clock.UtcNow);
    }

    /// <summary>Returns the result for a source whose key cannot be read. All other checks are skipped.</summary>
    public static TestedSource WithoutKey(ExternalSource source, ExternalSourceException failure, DateTimeOffset now)
    {
        var inspection = new SourceInspection { Checks = FailedAt(source.Type, CheckNames.Key, failure) };
        return new TestedSource(source, inspection, inspection.ToResult(source, TimeSpan.Zero), now);
    }

    private static SourceCheck[] FailedAt(SourceType type, string check, ExternalSourceException failure) =>
        CheckNames
            .Of(type)
            .Where(name => name != check)
            .Select(name => new SourceCheck
            {
                Name = name,
                Outcome = CheckOutcome.Skipped,
                Detail = $"Not checked, because the check '{check}' failed.",
            })
            .Prepend(
                new SourceCheck
                {
                    Name = check,
                    Outcome = CheckOutcome.Failed,
                    Detail = failure.Message,
                    Recommendation = failure.Recommendation,
                }
            )
            .ToArray();

    // The service's texts are shown and saved. A service that echoes the key must not cause the key to be saved.
    private static SourceInspection Scrub(SourceInspection inspection, ApiKey key)
    {
        var secret = key.Reveal();
        return inspection with
        {
            Title = inspection.Title?.Replace(secret, "***"),
            OrganizationId = inspection.OrganizationId?.Replace(secret, "***"),
            CloudId = inspection.CloudId?.Replace(secret, "***"),
            Checks = inspection
                .Checks.Select(check =>
                    check with
                    {
                        Detail = check.Detail.Replace(secret, "***"),
                        Recommendation = check.Recommendation?.Replace(secret, "***"),
                    }
                )
                .ToArray(),
        };
    }
}

/// <summary>A source and the result of its test.</summary>
internal sealed record TestedSource(ExternalSource Source, SourceInspection Inspection, SourceTestResult Result, DateTimeOffset At)
{
    /// <summary>The source with the status and the values that the test found.</summary>
    public ExternalSource Updated { get; } =
        Source with
        {
            Status = Result.Status,
            StatusReason = Result.Reason,
            CheckedAt = At,
            OrganizationId = Inspection.OrganizationId ?? Source.OrganizationId,
            Title = Inspection.Title ?? Source.Title,
            CloudId = Inspection.CloudId ?? Source.CloudId,
            ExpiresOn = Inspection.ExpiresOn ?? Source.ExpiresOn,
            Rights = Inspection.RightsWith(CheckOutcome.Passed),
            MissingRights = Inspection.RightsWith(CheckOutcome.Warning, CheckOutcome.Failed),
        };
}
