using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Xml;
using ExternalSources.HelpBuilder.Checks;
using ExternalSources.HelpBuilder.Documentation;
using ExternalSources.HelpBuilder.Engine;
using ExternalSources.HelpBuilder.Output;
using ExternalSources.HelpBuilder.Topics;

namespace ExternalSources.HelpBuilder;

/// <summary>Builds the help file from the assembly and its documentation files, or returns the errors.</summary>
internal static class HelpBuild
{
    public static IReadOnlyList<HelpError> Run(string assembly, IReadOnlyList<string> documentation, string output)
    {
        try
        {
            using var module = ModuleSession.Import(Path.GetFullPath(assembly));
            return Run(module, DocumentationFiles.Load(documentation), output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or RuntimeException)
        {
            return [new HelpError(HelpErrorCode.CannotReadInput, OneLine(exception.Message))];
        }
    }

    public static IReadOnlyList<HelpError> Run(ModuleSession module, DocumentationFiles documentation, string output)
    {
        var words = new CrefWords(module.Cmdlets);
        var reader = new TopicReader(new MemberDocumentation(documentation), new PlainText(words), words);
        var topics = module.Cmdlets.Select(reader.Read).ToList();

        var examples = new ExampleCheck(module);
        var errors = topics
            .SelectMany(topic => TextCheck.Check(topic).Concat(examples.Check(topic)).Concat(LinkCheck.Check(topic, words)))
            .Concat(words.Errors)
            .Distinct()
            .ToList();

        if (errors.Count == 0)
        {
            Write(topics, output, errors);
        }

        return errors;
    }

    private static void Write(List<CmdletTopic> topics, string output, List<HelpError> errors)
    {
        try
        {
            MamlFile.Write(topics, output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            errors.Add(new HelpError(HelpErrorCode.CannotWriteOutput, OneLine(exception.Message)));
        }
    }

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
