using System.Text.RegularExpressions;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>How a request or a response breaks the documents.</summary>
/// <param name="Call">The call in the document; the method and path of the request when there is none.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Exchange">The request and its response.</param>
internal sealed partial record Problem(string Call, int Status, string Text, Exchange Exchange)
{
    /// <summary>What problems of one kind have in common: all rows of a list are one kind.</summary>
    public string Kind => $"{Call} -> {Status}: {Index().Replace(Text, "[]")}";

    public override string ToString() => $"{Exchange}: {Text}";

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
