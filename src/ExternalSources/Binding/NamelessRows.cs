using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Core.Common;
using ExternalSources.Secrets;

namespace ExternalSources.Binding;

/// <summary>Counts the entries of a list that name no user or source, and collects their columns. The command reports them once.</summary>
internal sealed class NamelessRows
{
    // No name or address starts with this character.
    private const char Mark = '\u2063';

    private readonly SortedSet<string> _columns = new(StringComparer.OrdinalIgnoreCase);

    public int Count { get; private set; }

    public string Entries => Invariant.Count(Count, "entry", "entries");

    /// <summary>The names of the columns, separated by commas; empty if there are none.</summary>
    public string Columns => string.Join(", ", _columns.Take(20));

    /// <summary>A sentence that lists the columns, with a leading space; empty if there are none.</summary>
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

    /// <summary>
    /// The names of an entry's columns. It never returns their values, which may be keys. A file without a header uses its first row as column names, so names
    /// that look like keys are left out.
    /// </summary>
    public static IEnumerable<string> ColumnsOf(object? entry) =>
        (
            (entry is PSObject wrapped ? wrapped.BaseObject : entry) switch
            {
                IDictionary table => table.Keys.OfType<string>(),
                PSCustomObject when entry is PSObject row => row.Properties.Select(property => property.Name),
                _ => Enumerable.Empty<string>(),
            }
        ).Where(name => name.Length > 0 && !ApiKeyDetector.Fits(name));

    /// <summary>Returns the texts that a person gave, and counts the entries among them that <see cref="ToText"/> converted.</summary>
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

    /// <summary>Converts an entry to text for a parameter that takes only text. The text contains the names of the columns.</summary>
    public static string ToText(object? entry) => Mark + string.Join(Mark.ToString(), ColumnsOf(entry));

    /// <summary>The columns of an entry that <see cref="ToText"/> converted; <see langword="null"/> if a person gave the text.</summary>
    public static string[]? FromText(string? text) =>
        text?.Length > 0 && text[0] == Mark ? text.Split(new[] { Mark }, StringSplitOptions.RemoveEmptyEntries) : null;
}
