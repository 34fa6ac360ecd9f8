using System;
using System.Collections.Generic;
using System.Text;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Http;

/// <summary>
/// Splits values that a query repeats, so that no request line is too long. Gateways cut longer lines, or refuse them with 414. The length counts in bytes
/// as they are sent: an escaped character takes three bytes or more.
/// </summary>
internal static class RequestLine
{
    /// <summary>The maximum length of a request line, in bytes.</summary>
    public const int MaxBytes = 4096;

    /// <summary>The bytes for the method, the path with the gateway's prefix, the other parameters, and the protocol.</summary>
    private const int Reserved = 320;

    /// <summary>The bytes for the method and the protocol.</summary>
    private const int Protocol = 20;

    /// <summary>Splits values into batches of one request.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="values">The values.</param>
    /// <param name="most">The maximum number of values that the service accepts in one request.</param>
    public static IEnumerable<IReadOnlyList<string>> Split(string name, IReadOnlyList<string> values, int most)
    {
        var batch = new List<string>();
        var length = Reserved;
        foreach (var value in values)
        {
            var bytes = Length(name, value);
            if (batch.Count > 0 && (batch.Count == most || length + bytes > MaxBytes))
            {
                yield return batch;
                batch = [];
                length = Reserved;
            }

            batch.Add(value);
            length += bytes;
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    /// <summary>Refuses a request whose line would be too long.</summary>
    /// <exception cref="InvalidInputException">The line is too long.</exception>
    public static void Check(Uri address)
    {
        // Uri escapes everything that is not ASCII.
        var bytes = address.PathAndQuery.Length + Protocol;
        if (bytes > MaxBytes)
        {
            throw new InvalidInputException(
                "Length",
                $"The request needs a line of {Invariant.Text(bytes)} bytes, but services accept no more than {Invariant.Text(MaxBytes)}. Nothing was sent.",
                "Check the ids and names that you specified. One of them is too long."
            );
        }
    }

    /// <summary>Whether a path with its query fits into a request line.</summary>
    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) + Reserved <= MaxBytes;

    private static int Length(string name, string value) => 2 + name.Length + Uri.EscapeDataString(value).Length;
}
