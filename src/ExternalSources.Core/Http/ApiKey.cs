using System;
using System.Runtime.InteropServices;
using System.Security;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>An API key in memory. Its text leaves this class only to make an Authorization header, and to be scrubbed from a message.</summary>
internal sealed class ApiKey : IDisposable
{
    private readonly SecureString _secret;

    /// <summary>Takes a copy, without the blanks that a copied key often has around it.</summary>
    /// <exception cref="InvalidInputException">The key is empty or cannot be sent in a header. The message does not contain it.</exception>
    public ApiKey(SecureString secret)
    {
        _secret = new SecureString();
        var text = Text(secret).Trim();
        if (text.Length == 0)
        {
            throw new InvalidInputException("ApiKey", "The API key is empty.", "Copy the key again and give all of it.");
        }

        foreach (var c in text)
        {
            // The header classes of .NET quote the value that they refuse in their message: they must never see such a key.
            if (c is <= ' ' or > '~')
            {
                throw new InvalidInputException(
                    "ApiKey",
                    "The API key contains a blank, a line break or another character that no Atlassian key has.",
                    "Copy the key again, without anything around it."
                );
            }

            _secret.AppendChar(c);
        }

        _secret.MakeReadOnly();
    }

    /// <summary>A copy for a vault.</summary>
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
