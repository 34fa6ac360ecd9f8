namespace ExternalSources.Simulator.Organization;

/// <summary>A user search as it was asked for.</summary>
internal sealed record UserQuery
{
    public const int DefaultLimit = 50;

    public UserFilter Filter { get; init; } = new();

    public string? Cursor { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public UserExpansions Expand { get; init; }

    /// <summary>By nickname, up or down; null is the order of the list.</summary>
    public bool? Descending { get; init; }

    /// <summary>The search without place and page size: a cursor of one search is no good for another.</summary>
    public string List { get; init; } = "";
}
