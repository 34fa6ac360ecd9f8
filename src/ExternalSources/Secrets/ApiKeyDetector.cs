using System;
using System.Linq;
using System.Text.RegularExpressions;
using ExternalSources.Core.Common;

namespace ExternalSources.Secrets;

/// <summary>
/// Tells whether a text that was to be a name looks like a key. It goes by the look only, and is strict: a name that is refused by
/// mistake can be changed, and a key that was shown must be revoked.
/// </summary>
internal static class ApiKeyDetector
{
    // ATATT3x..., ATCTT3x...: Atlassian's tokens and keys begin so, that scanners may find them.
    private static readonly Regex Atlassian = new(@"\bAT[A-Z]+TT", RegexOptions.CultureInvariant);

    private static readonly Regex LongRun = new("[A-Za-z0-9]{24,}", RegexOptions.CultureInvariant);

    public static bool Fits(string text) =>
        Atlassian.IsMatch(text) || (!Guid.TryParse(text, out _) && LongRun.Matches(text).Cast<Match>().Any(run => IsMixed(run.Value)));

    /// <summary>Refuses a key where something else belongs, without repeating it.</summary>
    /// <exception cref="InvalidInputException">It looks like a key.</exception>
    public static void Refuse(string parameter, string? text)
    {
        if (text is not null && Fits(text.Trim()))
        {
            throw new InvalidInputException(
                parameter,
                $"What was given as -{parameter} looks like an API key, so it is not shown here.",
                "Give the key with -ApiKey, or save it in a vault with Set-Secret and give the secret's name with -SecretName. If the key was saved in a list, or is in the history of commands, revoke it."
            );
        }
    }

    // Words that stand together have their digits, if any, at the end: AtlassianOrganizationKey2.
    private static bool IsMixed(string run) => run.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Any(char.IsDigit);
}
