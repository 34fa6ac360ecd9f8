using System;
using System.Net;
using System.Security;

namespace ExternalSources.TestKit;

/// <summary>Converts secrets of tests to and from text.</summary>
public static class SecureStrings
{
    /// <summary>Returns the text as a read-only <see cref="SecureString"/>.</summary>
    public static SecureString From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var secret = new SecureString();
        foreach (var character in text)
        {
            secret.AppendChar(character);
        }

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>Returns the text of a secret, for an assertion.</summary>
    public static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
