using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>No source has the specified name.</summary>
public sealed class SourceNotFoundException : ExternalSourceException
{
    internal SourceNotFoundException(string name)
        : this(name, $"There is no external source named '{name}'.", (name.IndexOf('@') < 0 ? string.Empty : $"To select a user, use -User {name}. ") + Advice)
    { }

    private const string OwnSession = "A source that was connected with -SessionOnly exists only in its own session, not in jobs and parallel runspaces.";
    private const string Advice = "To list the sources, run Get-ExternalSource. " + OwnSession;

    private SourceNotFoundException(string name, string message, string recommendation)
        : base(message, recommendation) => Name = name;

    /// <summary>No source matches the wildcards. This is an error, because an empty result would look like a source without users.</summary>
    internal static SourceNotFoundException NoneFits(IReadOnlyList<string> wildcards)
    {
        var names = string.Join("', '", wildcards);
        return names == "*"
            ? new SourceNotFoundException(names, "No external source is connected.", "To connect a source, run New-ExternalSource. " + OwnSession)
            : new SourceNotFoundException(names, $"No external source matches '{names}'.", Advice);
    }

    /// <summary>The name that was searched for.</summary>
    public string Name { get; }
}

/// <summary>Another source already has this name.</summary>
public sealed class SourceExistsException : ExternalSourceException
{
    internal SourceExistsException(string name, string recommendation)
        : base($"There is already an external source named '{name}'.", recommendation) => Name = name;

    /// <summary>The name, as the existing source spells it.</summary>
    public string Name { get; }
}

/// <summary>Another session changed or removed a source while this session was changing it.</summary>
public sealed class SourceChangedException : ExternalSourceException
{
    internal SourceChangedException(string name)
        : base(
            $"The external source '{name}' was not saved, because another session changed or removed it in the meantime.",
            "Check the source with Get-ExternalSource, and run the command again."
        ) => Name = name;

    /// <summary>The source's name.</summary>
    public string Name { get; }
}
