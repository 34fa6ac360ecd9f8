namespace ExternalSources.Simulator.Groups;

/// <summary>A role in an application that a group's members get.</summary>
/// <param name="Application">The application's key, for instance <c>jira-software</c>.</param>
/// <param name="Role">For instance <c>atlassian/user</c>.</param>
public sealed record RoleGrant(string Application, string Role)
{
    /// <summary>Whether the role costs a licence.</summary>
    public bool Billable => Role is "atlassian/user" or "atlassian/admin";
}
