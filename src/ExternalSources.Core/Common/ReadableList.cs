using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace ExternalSources.Core.Common;

/// <summary>A list whose text is its items. Export-Csv writes other lists as the name of their type.</summary>
internal sealed class ReadableList<T> : ReadOnlyCollection<T>
{
    /// <summary>The empty list. It is shared, because most users have at least one empty list.</summary>
    public static IReadOnlyList<T> None { get; } = new ReadableList<T>(Array.Empty<T>(), null);

    private readonly Func<T, string>? _text;

    public ReadableList(IList<T> items, Func<T, string>? text)
        : base(items) => _text = text;

    /// <summary>The items, such as 'contractors; jira-software-users'.</summary>
    public override string ToString() => string.Join("; ", this.Select(item => _text is null ? item?.ToString() : _text(item)));
}

/// <summary>Creates readable lists.</summary>
internal static class ReadableList
{
    /// <summary>Makes a list readable. An <see cref="IList{T}"/> is not copied.</summary>
    /// <param name="items">The list.</param>
    /// <param name="text">Returns the text of an item; <see langword="null"/> to use the item's own text.</param>
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
