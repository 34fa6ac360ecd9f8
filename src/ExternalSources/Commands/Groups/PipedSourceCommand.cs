using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Groups;

/// <summary>What the cmdlets share to which nothing but sources come whole down the pipeline: by name, as objects, or with an object of theirs.</summary>
public abstract class PipedSourceCommand : SourceReadCommand
{
    private protected PipedSourceCommand() { }

    /// <summary>The sources to read from, by name or as objects. Wildcards are permitted.</summary>
    /// <value>All sources that can</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };
}
