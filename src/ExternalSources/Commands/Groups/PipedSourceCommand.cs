using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Commands.Users;
using ExternalSources.Completion;

namespace ExternalSources.Commands.Groups;

/// <summary>The base of the cmdlets that take sources from the pipeline.</summary>
public abstract class PipedSourceCommand : SourceReadCommand
{
    private protected PipedSourceCommand() { }

    /// <summary>
    /// Specifies the sources to read, by name or as objects. Wildcard characters are permitted. Without this parameter, the cmdlet reads all sources that
    /// support it.
    /// </summary>
    /// <value>All sources that support it</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [SourceArgument]
    [SourceNameCompleter]
    public override string[] Source { get; set; } = { Everywhere };
}
