using System;
using System.Net;
using System.Security;

namespace ExternalSources.TestKit;

/// <summary>Secrets for tests, there and back.</summary>
public static class SecureStrings
{
    /// <summary>A read-only <see cref="SecureString"/> of the text.</summary>
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

    /// <summary>The text of a secret, for an assertion.</summary>
    public static string Reveal(SecureString secret) => new NetworkCredential(string.Empty, secret).Password;
}
