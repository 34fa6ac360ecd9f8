using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ExternalSources.TestKit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ExternalSources.Contract.Tests.Core;

/// <summary>The paths in the source of Core's connectors: the string literals that look like a part of a URL.</summary>
internal static class SourcePaths
{
    /// <summary>Each literal with its file, and a pattern of the URLs that contain it.</summary>
    public static IReadOnlyList<(string Where, string Text, Regex Address)> All()
    {
        var folder = Path.Combine(RepositoryPaths.Root, "src", "ExternalSources.Core", "Connectors");
        return
        [
            .. from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            from expression in CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes()
            let parts = Parts(expression)
            where parts is not null && IsPath(parts)
            select (Path.GetFileName(file), string.Join("{}", parts), new Regex(string.Join(".*", parts.Select(Regex.Escape)), RegexOptions.CultureInvariant)),
        ];
    }

    /// <summary>The fixed parts of a literal, with gaps for inserted values; null when it is not a string.</summary>
    private static string[]? Parts(SyntaxNode node) =>
        node switch
        {
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => [literal.Token.ValueText],
            InterpolatedStringExpressionSyntax text => Fixed(text),
            _ => null,
        };

    private static string[] Fixed(InterpolatedStringExpressionSyntax text)
    {
        List<string> parts = [""];
        foreach (var content in text.Contents)
        {
            if (content is InterpolatedStringTextSyntax words)
            {
                parts[^1] += words.TextToken.ValueText;
            }
            else
            {
                parts.Add("");
            }
        }

        return [.. parts];
    }

    // A message contains spaces, a link has a scheme, a role starts with atlassian/, and a pattern of the table of rights has brackets.
    private static bool IsPath(string[] parts)
    {
        var text = string.Concat(parts);
        return text.Any(char.IsAsciiLetter)
            && text.IndexOfAny(['/', '?']) >= 0
            && text.IndexOfAny(['(', '[']) < 0
            && !text.Any(char.IsWhiteSpace)
            && !text.Contains("://", StringComparison.Ordinal)
            && !text.StartsWith("atlassian/", StringComparison.Ordinal);
    }
}
