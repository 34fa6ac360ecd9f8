using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using System.Text;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Http;
using Xunit;

namespace ExternalSources.Core.Tests.Support;

/// <summary>The key of these tests, and the search for it where it must not appear.</summary>
internal static class Canary
{
    /// <summary>Contains characters that are special in JSON, base64, and URLs.</summary>
    public const string Key = "ATATT3xF>canary<+/&'key=9F3A77";

    public const string Email = "admin@acme.example";

    // A part of the key is also a leak.
    private static readonly string[] Traces = ["ATATT3xF", "canary", "9F3A77", Base64.Substring(0, 24), Base64.Substring(Base64.Length - 16, 14)];

    public static string Base64 => Convert.ToBase64String(Encoding.UTF8.GetBytes(Email + ":" + Key));

    public static ApiKey ApiKey => new(Secure(Key));

    public static SecureString Secure(string text)
    {
        var secret = new SecureString();
        foreach (var c in text)
        {
            secret.AppendChar(c);
        }

        return secret;
    }

    public static void AssertAbsent(string? text)
    {
        foreach (var trace in Traces)
        {
            Assert.DoesNotContain(trace, text ?? string.Empty, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Searches the exception and its inner exceptions: messages, texts, data, and all public text properties.</summary>
    public static void AssertAbsent(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            AssertAbsent(exception.ToString());
            foreach (var text in Texts(exception).Concat(exception.Data.Values.Cast<object?>().Select(value => value?.ToString())))
            {
                AssertAbsent(text);
            }
        }
    }

    public static void AssertAbsent(SourceInspection inspection)
    {
        foreach (var check in inspection.Checks)
        {
            AssertAbsent(check.Name + check.Detail + check.Recommendation);
        }

        AssertAbsent(inspection.ToString());
        foreach (var text in Texts(inspection.ToResult(SampleSource.Named("acme"), TimeSpan.Zero)))
        {
            AssertAbsent(text);
        }
    }

    private static IEnumerable<string?> Texts(object item) =>
        item.GetType().GetProperties().Where(property => property.PropertyType == typeof(string)).Select(property => (string?)property.GetValue(item));
}
