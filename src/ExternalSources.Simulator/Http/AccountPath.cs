using System;

namespace ExternalSources.Simulator.Http;

/// <summary>Account ids inside URLs. Of all characters in them only the colon has to be escaped.</summary>
internal static class AccountPath
{
    public static string Escape(string accountId) => accountId.Replace(":", "%3A", StringComparison.Ordinal);
}
