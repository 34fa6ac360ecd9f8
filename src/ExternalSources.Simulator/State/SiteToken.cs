using System.Collections.Generic;

namespace ExternalSources.Simulator.State;

/// <summary>The API token of a user, sent as the password of basic authentication.</summary>
public sealed class SiteToken : ServiceKey
{
    /// <summary>The e-mail address of the owner. The token works only with this address.</summary>
    public required string Email { get; init; }

    /// <summary>The account id of the owner; null is the person with the e-mail address.</summary>
    public string? AccountId { get; init; }

    /// <summary>Whether the owner administers the site.</summary>
    public bool Administrator { get; set; }

    /// <summary>Whether the owner may browse users and groups.</summary>
    public bool CanBrowseUsers { get; set; } = true;

    /// <summary>The scopes of a scoped token. Other tokens ignore them.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["read:jira-user", "read:jira-work", "write:jira-work", "manage:jira-configuration"];
}
