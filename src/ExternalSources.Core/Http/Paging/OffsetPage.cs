using System.Collections.Generic;

namespace ExternalSources.Core.Http.Paging;

/// <summary>A page of a list that is paged by offset.</summary>
/// <param name="Rows">The rows, each in its place; <see langword="null"/> for a record that the service itself could not read.</param>
/// <param name="Total">The list's length, where it is told.</param>
/// <param name="IsLast">Whether it is the last page, where that is told.</param>
internal sealed record OffsetPage<T>(IReadOnlyList<T?> Rows, int? Total = null, bool? IsLast = null)
    where T : class
{
    /// <summary>Whether the service says that there are rows behind this page, which begins at an offset.</summary>
    public bool SaysMore(int start) => Total > start + Rows.Count || IsLast == false;
}
