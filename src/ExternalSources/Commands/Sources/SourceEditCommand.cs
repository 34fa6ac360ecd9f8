using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Secrets;

namespace ExternalSources.Commands.Sources;

/// <summary>The base of the cmdlets that connect and edit sources. Validates the values and tests a source before it is saved.</summary>
public abstract class SourceEditCommand : SourceCommand
{
    private const int ProgressId = 1;

    private protected SourceEditCommand() { }

    /// <summary>Tests a source before it is saved.</summary>
    /// <exception cref="SourceCheckException">A check failed.</exception>
    private protected TestedSource TestBeforeSaving(ExternalSource source, ApiKey key)
    {
        var tested = Probe(source, key);
        return tested.Result.Status == SourceStatus.Connected ? tested : throw new SourceCheckException(tested.Result);
    }

    /// <summary>Tests a source before it is saved, and returns the result even if a check failed.</summary>
    private protected TestedSource Probe(ExternalSource source, ApiKey key)
    {
        TestedSource? tested = null;
        var transport = Session.Transport;
        WriteProgress(new ProgressRecord(ProgressId, $"Testing '{source.Name}'", source.Url.Host));
        try
        {
            Pump(
                async (queue, cancellationToken) =>
                    tested = await SourceTester.TestAsync(source, key, transport with { Log = queue.Verbose }, null, cancellationToken).ConfigureAwait(false)
            );
        }
        finally
        {
            if (!Stopping)
            {
                WriteProgress(new ProgressRecord(ProgressId, $"Testing '{source.Name}'", "Done") { RecordType = ProgressRecordType.Completed });
            }
        }

        return tested!;
    }

    /// <summary>Warns about checks that ended in a warning, and about an expiry date that is near, unknown or too far away.</summary>
    private protected void WarnOf(ExternalSource source, TestedSource? tested)
    {
        foreach (
            var check in tested?.Result.Checks.Where(check => check.Outcome == CheckOutcome.Warning && check.Name != CheckNames.KeyExpiry)
                ?? Enumerable.Empty<SourceCheck>()
        )
        {
            WriteWarning($"{source.Name}: {check.Detail} {check.Recommendation}");
        }

        if (KeyExpiry.IsNear(source.ExpiresOn, Session.Now))
        {
            NoticeExpiry(source);
        }
        else if (source.ExpiresOn is null || KeyExpiry.IsTooFar(source.ExpiresOn, Session.Now))
        {
            var result = KeyExpiry.Check(source.Type, source.ExpiresOn, Session.Now);
            WriteWarning($"{source.Name}: {result.Detail} {result.Recommendation}");
        }
    }

    /// <summary>Warns if the service returned another expiry date than the one that was given.</summary>
    private protected void WarnOfDate(ExternalSource source, DateTimeOffset? given)
    {
        if (given is { } date && source.ExpiresOn is { } real && (real - date).Duration() > TimeSpan.FromDays(1))
        {
            WriteWarning($"{source.Name}: the service returns {Invariant.Day(real)} as the key's expiry date. That date is saved, not {Invariant.Day(date)}.");
        }
    }

    /// <summary>
    /// Refuses a key in place of another value, as in a list with shifted columns. An address can look like a key, but it has a dot and a key has none.
    /// </summary>
    private protected static void RefuseKeys(Uri? url, params (string Parameter, string? Text)[] given)
    {
        foreach (var (parameter, text) in given)
        {
            ApiKeyDetector.Refuse(parameter, text);
        }

        if (url is not null && url.OriginalString.IndexOf('.') < 0)
        {
            ApiKeyDetector.Refuse("Url", url.OriginalString);
        }
    }

    private protected DateTimeOffset? ValidExpiry(DateTimeOffset? expiresOn)
    {
        if (KeyExpiry.IsOver(expiresOn, Session.Now))
        {
            throw new InvalidInputException(
                "ExpiresOn",
                $"The expiry date {Invariant.Day(expiresOn!.Value)} is in the past, so the key does not work.",
                "Give the date that the service showed when you created the key, or create a new key."
            );
        }

        return expiresOn?.ToUniversalTime();
    }

    private protected static string ValidEmail(string userEmail)
    {
        var trimmed = userEmail.Trim();
        var at = trimmed.IndexOf('@');
        // The Authorization header separates the e-mail address from the token with a colon.
        if (at <= 0 || at == trimmed.Length - 1 || trimmed.Any(c => c == ':' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new InvalidInputException(
                "UserEmail",
                "The value of -UserEmail is not an e-mail address. It is not shown here, because it may be the API token.",
                "Give the e-mail address of the Atlassian account that owns the API token."
            );
        }

        return trimmed;
    }

    private protected static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text!.Trim();
}
