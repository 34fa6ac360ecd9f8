using System;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>The rules for a key's expiry date.</summary>
internal static class KeyExpiry
{
    /// <summary>
    /// Organization API keys and users' API tokens are valid for at most a year
    /// (https://support.atlassian.com/organization-administration/docs/manage-an-organization-with-the-admin-apis/,
    /// https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/); plus a day for time zones and leap years.
    /// </summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(367);

    /// <summary>How long before a key expires a warning begins.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(30);

    public static bool IsOver(DateTimeOffset? expiresOn, DateTimeOffset now) => expiresOn is { } date && date <= now;

    public static bool IsNear(DateTimeOffset? expiresOn, DateTimeOffset now) => expiresOn is { } date && date > now && date - now <= Notice;

    public static bool IsTooFar(DateTimeOffset? expiresOn, DateTimeOffset now) => expiresOn is { } date && date - now > LongestLife;

    public static int? DaysLeft(DateTimeOffset? expiresOn, DateTimeOffset now) => expiresOn is { } date ? (int)Math.Floor((date - now).TotalDays) : null;

    public static string OverReason(DateTimeOffset expiresOn) => $"The key expired on {Invariant.Day(expiresOn)}.";

    public static string RenewalAdvice(SourceType type) => NewKeyAdvice(type) + " and save it with Set-ExternalSource -ApiKey -ExpiresOn.";

    public static string NewKeyAdvice(SourceType type) =>
        type == SourceType.Access
            ? "Create a new key (admin.atlassian.com > Settings > API keys)"
            : "Create a new API token (id.atlassian.com > Security > API tokens)";

    public static CheckResult Check(SourceType type, DateTimeOffset? expiresOn, DateTimeOffset now)
    {
        if (expiresOn is not { } date)
        {
            return CheckResult.Warning(
                "The expiry date of this key is unknown. Every key expires within a year.",
                "To get a warning in time, save the date with Set-ExternalSource -ExpiresOn."
            );
        }

        if (IsOver(date, now))
        {
            return CheckResult.Failed(
                $"The saved date says that the key expired on {Invariant.Day(date)}, but the service still accepts it.",
                "Save the key's real expiry date with Set-ExternalSource -ExpiresOn."
            );
        }

        if (IsNear(date, now))
        {
            return CheckResult.Warning(
                $"The key expires on {Invariant.Day(date)}, in {Invariant.Count(DaysLeft(date, now)!.Value, "day")}.",
                RenewalAdvice(type)
            );
        }

        return IsTooFar(date, now)
            ? CheckResult.Warning(
                $"The saved expiry date, {Invariant.Day(date)}, is more than a year away. Keys are valid for at most a year.",
                "Correct the date with Set-ExternalSource -ExpiresOn."
            )
            : CheckResult.Passed($"The key expires on {Invariant.Day(date)}, in {Invariant.Count(DaysLeft(date, now)!.Value, "day")}.");
    }
}
