using System;
using System.Runtime.InteropServices;
using System.Security;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>An API key in memory. Its text leaves this class only for an Authorization header, and to be removed from messages.</summary>
internal sealed class ApiKey : IDisposable
{
    private readonly SecureString _secret;

    /// <summary>Copies the key, without the surrounding spaces that pasted keys often have.</summary>
    /// <exception cref="InvalidInputException">The key is empty or contains a character that no key has. The message does not contain the key.</exception>
    public ApiKey(SecureString secret)
    {
        _secret = new SecureString();
        var text = Text(secret).Trim();
        if (text.Length == 0)
        {
            throw new InvalidInputException("ApiKey", "The API key is empty.", "Copy the complete key, and try again.");
        }

        foreach (var c in text)
        {
            // The header classes of .NET write a value that they reject into their message, so they must never get such a key.
            if (c is <= ' ' or > '~')
            {
                throw new InvalidInputException(
                    "ApiKey",
                    "The API key contains a space, a line break, or another character that no Atlassian key has.",
                    "Copy the key again, without any other text."
                );
            }

            _secret.AppendChar(c);
        }

        _secret.MakeReadOnly();
    }

    /// <summary>A copy of the key, for a vault.</summary>
    public SecureString ToSecureString() => _secret.Copy();

    internal string Reveal() => Text(_secret);

    public void Dispose() => _secret.Dispose();

    public override string ToString() => "(API key)";

    private static string Text(SecureString secret)
    {
        var pointer = Marshal.SecureStringToGlobalAllocUnicode(secret);
        try
        {
            return Marshal.PtrToStringUni(pointer, secret.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(pointer);
        }
    }
}
