using System.Collections.Generic;
using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>What the cmdlets share that list groups, their members, and directories: sources come to them by name, as objects, or with an object of theirs.</summary>
public abstract class GroupReadCommand : SourceReadCommand
{
    private readonly List<string> _sources = new();

    private protected GroupReadCommand()
    {
    }

    /// <summary>The sources to read from, by name or as objects. Wildcards are permitted.</summary>
    /// <value>All sources that can</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };

    /// <summary>The names of the collected sources.</summary>
    private protected IReadOnlyList<string> Sources => _sources;

    /// <summary>Collects the sources.</summary>
    protected override void ProcessRecord()
    {
        if (EntrySources.Length == 0)
            RefuseWithoutSource(1);
        else
            _sources.AddRange(EntrySources);
    }
}
