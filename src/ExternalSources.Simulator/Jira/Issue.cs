using System;
using System.Text.Json;

namespace ExternalSources.Simulator.Jira;

/// <summary>An issue that somebody created.</summary>
/// <param name="Number">Counts from 1 in each project.</param>
/// <param name="Project">The project's key.</param>
/// <param name="Type">The issue type's name.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">An Atlassian document, or nothing.</param>
/// <param name="Reporter">The account id of whoever created it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record Issue(int Number, string Project, string Type, string Summary, JsonElement? Description, string Reporter, DateTimeOffset CreatedAt)
{
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Project}-{Number}");
}
