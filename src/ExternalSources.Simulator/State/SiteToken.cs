using System.Collections.Generic;

namespace ExternalSources.Simulator.State;

/// <summary>A user's API token, sent as the password of basic authentication.</summary>
public sealed class SiteToken : ServiceKey
{
    /// <summary>The address of the token's owner: the token works with no other.</summary>
    public required string Email { get; init; }

    /// <summary>Which person owns the token; the one with that e-mail address when not set.</summary>
    public string? AccountId { get; init; }

    /// <summary>Whether the owner administers the site.</summary>
    public bool Administrator { get; set; }

    /// <summary>Whether the owner may browse users and groups.</summary>
    public bool CanBrowseUsers { get; set; } = true;

    /// <summary>The classic scopes of a token with scopes; without effect on others.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["read:jira-user", "read:jira-work", "write:jira-work", "manage:jira-configuration"];
}
