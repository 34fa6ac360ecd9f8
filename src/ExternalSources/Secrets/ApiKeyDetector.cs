using System;
using System.Linq;
using System.Text.RegularExpressions;
using ExternalSources.Core.Common;

namespace ExternalSources.Secrets;

/// <summary>
/// Detects text that looks like a key in place of a name. It is strict, because a name that is refused by mistake can be changed, but a key that was
/// shown must be revoked.
/// </summary>
internal static class ApiKeyDetector
{
    // Atlassian's tokens and keys start with ATATT3x, ATCTT3x and the like, so that scanners can find them.
    private static readonly Regex Atlassian = new(@"\bAT[A-Z]+TT", RegexOptions.CultureInvariant);

    private static readonly Regex LongRun = new("[A-Za-z0-9]{24,}", RegexOptions.CultureInvariant);

    public static bool Fits(string text) =>
        Atlassian.IsMatch(text) || (!Guid.TryParse(text, out _) && LongRun.Matches(text).Cast<Match>().Any(run => IsMixed(run.Value)));

    /// <summary>Refuses a key in place of another value. The error does not contain the key.</summary>
    /// <exception cref="InvalidInputException">The text looks like a key.</exception>
    public static void Refuse(string parameter, string? text)
    {
        if (text is not null && Fits(text.Trim()))
        {
            throw new InvalidInputException(
                parameter,
                $"The value of -{parameter} looks like an API key, so it is not shown here.",
                "Give the key with -ApiKey. Or save it in a vault with Set-Secret, and give the name of the secret with -SecretName. "
                    + "If a list or the command history contains the key, revoke it."
            );
        }
    }

    // A name such as AtlassianOrganizationKey2 has digits only at its end.
    private static bool IsMixed(string run) => run.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Any(char.IsDigit);
}
