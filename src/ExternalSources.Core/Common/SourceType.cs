namespace ExternalSources.Core.Common;

/// <summary>The kind of service that an external source connects to.</summary>
public enum SourceType
{
    /// <summary>An Atlassian organization (Atlassian Access, now Guard), reached through the admin API with an organization API key.</summary>
    Access,

    /// <summary>A Jira Cloud site, reached through its REST API with an administrator's e-mail address and API token.</summary>
    JiraCloud,
}
