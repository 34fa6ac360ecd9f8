using System;
using System.Text.Json;

namespace ExternalSources.Simulator.Jira;

/// <summary>An issue that a user created.</summary>
/// <param name="Number">The number in the project, from 1.</param>
/// <param name="Project">The key of the project.</param>
/// <param name="Type">The name of the issue type.</param>
/// <param name="Summary">The summary, one line.</param>
/// <param name="Description">An Atlassian document, or null.</param>
/// <param name="Reporter">The account id of the user who created the issue.</param>
/// <param name="CreatedAt">When the issue was created.</param>
public sealed record Issue(int Number, string Project, string Type, string Summary, JsonElement? Description, string Reporter, DateTimeOffset CreatedAt)
{
    public string Key => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Project}-{Number}");
}
