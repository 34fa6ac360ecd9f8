using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Common;
using ExternalSources.Secrets;

namespace ExternalSources.Binding;

/// <summary>Entries of a list that name nobody: how many, and the columns that they have instead. They are told once a command.</summary>
internal sealed class NamelessRows
{
    // Nobody's name or address begins with it.
    private const char Mark = '\u2063';

    private readonly SortedSet<string> _columns = new(StringComparer.OrdinalIgnoreCase);

    public int Count { get; private set; }

    public string Entries => Invariant.Count(Count, "entry", "entries");

    /// <summary>The names of the columns; empty where there are none.</summary>
    public string Columns => string.Join(", ", _columns.Take(20));

    /// <summary>A sentence that names the columns; nothing where there are none.</summary>
    public string ColumnsSentence => _columns.Count == 0 ? string.Empty : $" The columns are {Columns}.";

    public void Add(IEnumerable<string> columns)
    {
        Count++;
        _columns.UnionWith(columns);
    }

    public void Clear()
    {
        Count = 0;
        _columns.Clear();
    }

    /// <summary>The names of an entry's columns, and only those: what is in them may be anything, keys too. A file without a header has its first row for one.</summary>
    public static IEnumerable<string> ColumnsOf(object? entry) =>
        (
            (entry is PSObject wrapped ? wrapped.BaseObject : entry) switch
            {
                IDictionary table => table.Keys.OfType<string>(),
                PSCustomObject when entry is PSObject row => row.Properties.Select(property => property.Name),
                _ => Enumerable.Empty<string>(),
            }
        ).Where(name => name.Length > 0 && !ApiKeyDetector.Fits(name));

    /// <summary>The texts that somebody gave; the entries among them that became text are noted.</summary>
    public IReadOnlyList<string> Without(IEnumerable<string> texts)
    {
        var given = new List<string>();
        foreach (var text in texts)
        {
            if (FromText(text) is { } columns)
            {
                Add(columns);
            }
            else
            {
                given.Add(text);
            }
        }

        return given;
    }

    /// <summary>An entry as a parameter takes it that takes text only: all that the command needs of it.</summary>
    public static string ToText(object? entry) => Mark + string.Join(Mark.ToString(), ColumnsOf(entry));

    /// <summary>The columns of an entry that became text; <see langword="null"/> where the text is one that somebody gave.</summary>
    public static string[]? FromText(string? text) =>
        text?.Length > 0 && text[0] == Mark ? text.Split(new[] { Mark }, StringSplitOptions.RemoveEmptyEntries) : null;
}
