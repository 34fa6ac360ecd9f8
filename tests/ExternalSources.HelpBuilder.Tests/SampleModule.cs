using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.HelpBuilder.Documentation;
using ExternalSources.HelpBuilder.Engine;
using ExternalSources.HelpBuilder.Tests;
using ExternalSources.HelpBuilder.Topics;
using Xunit;

[assembly: AssemblyFixture(typeof(SampleModule))]

namespace ExternalSources.HelpBuilder.Tests;

/// <summary>The module of the samples, with its help file in the folder en-US.</summary>
public sealed class SampleModule : IDisposable
{
    private readonly ModuleSession _session = ModuleSession.Import(AssemblyFile);

    public SampleModule()
    {
        Errors = HelpBuild.Run(AssemblyFile, [DocumentationFile], HelpFile).Select(error => error.ToString()).ToList();
    }

    public static string AssemblyFile { get; } = Path.Combine(AppContext.BaseDirectory, "Samples.dll");

    public static string DocumentationFile { get; } = Path.Combine(AppContext.BaseDirectory, "Samples.xml");

    public static string HelpFile { get; } = Path.Combine(AppContext.BaseDirectory, "en-US", "Samples.dll-Help.xml");

    public IReadOnlyList<string> Errors { get; }

    internal CmdletTopic Read(string cmdlet)
    {
        var words = new CrefWords(_session.Cmdlets);
        var reader = new TopicReader(new MemberDocumentation(DocumentationFiles.Load([DocumentationFile])), new PlainText(words), words);
        return reader.Read(_session.Cmdlets.Single(candidate => candidate.Name == cmdlet));
    }

    internal ParameterTopic Read(string cmdlet, string parameter) => Read(cmdlet).Parameters.Single(candidate => candidate.Name == parameter);

    /// <summary>Builds help from changed comments and returns the errors.</summary>
    internal IReadOnlyList<HelpError> BuildWith(Action<CommentEditor> change)
    {
        var document = XDocument.Load(DocumentationFile, LoadOptions.PreserveWhitespace);
        change(new CommentEditor(document));

        var output = Path.GetTempFileName();
        try
        {
            return HelpBuild.Run(_session, new DocumentationFiles([document]), output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    public void Dispose() => _session.Dispose();
}
