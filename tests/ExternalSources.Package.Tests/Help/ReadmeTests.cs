using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Package.Tests.Help;

public sealed partial class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "README.md")).ReplaceLineEndings("\n");

    public static TheoryData<string> Scripts => [.. PowerShellBlock().Matches(Text).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Phrases =>
        [
            .. InlineCode()
                .Matches(Text)
                .Select(match => match.Groups[1].Value)
                .Where(code => code.Contains("-ExternalSource", StringComparison.Ordinal))
                .Distinct(),
        ];

    [Fact]
    public void The_capabilities_are_those_of_the_connectors()
    {
        var table = CapabilityTable();
        Assert.True(Text.Contains(table, StringComparison.Ordinal), "Put this between the markers in README.md:\n\n" + table);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_binds(string script)
    {
        using var shell = new PackageShell();
        Assert.Empty(ScriptBinding.Problems(shell.Shell, script));
    }

    [Theory]
    [MemberData(nameof(Phrases))]
    public void A_command_in_a_sentence_binds(string command)
    {
        using var shell = new PackageShell();
        Assert.Empty(ScriptBinding.Problems(shell.Shell, command));
    }

    [Theory]
    [InlineData("dotnet run --project src/ExternalSources.Quickstart\ndotnet test")]
    [InlineData("dotnet run --project src/ExternalSources.Quickstart -- -Interactive")]
    public void The_commands_to_try_it_are_there(string commands) => Assert.Contains(commands, Text, StringComparison.Ordinal);

    [Fact]
    public void Every_project_script_and_document_it_names_exists()
    {
        string[] paths =
        [
            .. RepositoryPath()
                .Matches(Text)
                .Select(match => match.Groups[1].Value)
                .Concat(Link().Matches(Text).Select(match => match.Groups[1].Value))
                .Distinct(),
        ];
        Assert.Contains("src/ExternalSources.Quickstart", paths);
        Assert.Contains("LICENSE", paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(RepositoryPaths.Root, path)), path));
    }

    private static string CapabilityTable()
    {
        var types = PackageAssembly.Core.GetType("ExternalSources.Core.Common.SourceType", throwOnError: true)!;
        var capabilities = Enum.GetValues(types).Cast<object>().ToDictionary(type => type.ToString()!, Capabilities);
        var rows = capabilities
            .Values.SelectMany(ofType => ofType)
            .DistinctBy(capability => capability.Key)
            .OrderBy(capability => capability.Key, StringComparer.Ordinal)
            .Select(capability =>
                $"| {capability.Key} | "
                + string.Join(" | ", capabilities.Values.Select(ofType => ofType.ContainsKey(capability.Key) ? "yes" : "no"))
                + $" | {capability.Value} |"
            );
        return string.Join(
            '\n',
            new[]
            {
                "<!-- capabilities: generated from the connectors; the test ReadmeTests checks it -->",
                $"| capability | {string.Join(" | ", capabilities.Keys)} | |",
                $"|{string.Concat(Enumerable.Repeat("---|", capabilities.Count + 2))}",
            }
                .Concat(rows)
                .Append("<!-- /capabilities -->")
        );
    }

    /// <summary>Name and description of each capability of a source type. The connectors are nobody's business but Core's, so this reaches in.</summary>
    private static IReadOnlyDictionary<string, string> Capabilities(object type)
    {
        var factory = PackageAssembly.Core.GetType("ExternalSources.Core.Connectors.ConnectorFactory", throwOnError: true)!;
        var list = factory.GetMethod("Capabilities", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.Invoke(null, [type])!;
        return ((IEnumerable)list).Cast<object>().ToDictionary(capability => Property(capability, "Name"), capability => Property(capability, "Description"));
    }

    private static string Property(object target, string name) => (string)target.GetType().GetProperty(name)!.GetValue(target)!;

    [GeneratedRegex("```powershell\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex PowerShellBlock();

    [GeneratedRegex("(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"(?<![\w/.<])(?:\./)?((?:src|tests)/[\w./-]*\w)")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex Link();
}
