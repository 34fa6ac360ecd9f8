using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace ExternalSources.Core.Common;

/// <summary>A list that reads well where a text is made of it, as Export-Csv does: of any other list that is the name of its type.</summary>
internal sealed class ReadableList<T> : ReadOnlyCollection<T>
{
    /// <summary>Of a million users most have some list that is empty: it is one for all.</summary>
    public static IReadOnlyList<T> None { get; } = new ReadableList<T>(Array.Empty<T>(), null);

    private readonly Func<T, string>? _text;

    public ReadableList(IList<T> items, Func<T, string>? text)
        : base(items) => _text = text;

    /// <summary>The items, as 'contractors; jira-software-users'.</summary>
    public override string ToString() => string.Join("; ", this.Select(item => _text is null ? item?.ToString() : _text(item)));
}

/// <summary>Makes lists readable.</summary>
internal static class ReadableList
{
    /// <summary>The same list, readable. It is not copied.</summary>
    /// <param name="items">The list.</param>
    /// <param name="text">What is said of an item, where that is not its own text.</param>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? items, Func<T, string>? text = null) =>
        items switch
        {
            null => null,
            ReadableList<T> readable => readable,
            { Count: 0 } => ReadableList<T>.None,
            IList<T> list => new ReadableList<T>(list, text),
            _ => new ReadableList<T>(items.ToArray(), text),
        };
}
