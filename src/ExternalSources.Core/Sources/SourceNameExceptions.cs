using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Sources;

/// <summary>No source has this name.</summary>
public sealed class SourceNotFoundException : ExternalSourceException
{
    internal SourceNotFoundException(string name)
        : this(
            name,
            $"There is no external source named '{name}'.",
            (name.IndexOf('@') < 0 ? string.Empty : $"Users are named with -User: -User {name}. ") + Advice
        ) { }

    private const string OwnSession = "One of -SessionOnly is known to its own session only, not to jobs and parallel runspaces.";
    private const string Advice = "Get-ExternalSource lists the sources there are. " + OwnSession;

    private SourceNotFoundException(string name, string message, string recommendation)
        : base(message, recommendation) => Name = name;

    /// <summary>Wildcards that no source fits: somebody who expects users is not to take that for a source without any.</summary>
    internal static SourceNotFoundException NoneFits(IReadOnlyList<string> wildcards)
    {
        var names = string.Join("', '", wildcards);
        return names == "*"
            ? new SourceNotFoundException(names, "No external source is connected.", "New-ExternalSource connects one. " + OwnSession)
            : new SourceNotFoundException(names, $"No external source fits '{names}'.", Advice);
    }

    /// <summary>The name that was looked for.</summary>
    public string Name { get; }
}

/// <summary>A source has this name already.</summary>
public sealed class SourceExistsException : ExternalSourceException
{
    internal SourceExistsException(string name, string recommendation)
        : base($"There is already an external source named '{name}'.", recommendation) => Name = name;

    /// <summary>The name that is taken, as the existing source spells it.</summary>
    public string Name { get; }
}

/// <summary>A source was changed or removed by another session while this one was at work on it.</summary>
public sealed class SourceChangedException : ExternalSourceException
{
    internal SourceChangedException(string name)
        : base(
            $"The external source '{name}' was changed or removed by another session in the meantime; nothing was saved.",
            "Look at it with Get-ExternalSource and run the command again."
        ) => Name = name;

    /// <summary>The source's name.</summary>
    public string Name { get; }
}
