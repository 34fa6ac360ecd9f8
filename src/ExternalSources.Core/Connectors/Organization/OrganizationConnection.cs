using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>The connection to an organization, with what its capabilities share.</summary>
internal sealed class OrganizationConnection : IDisposable
{
    private ActivityRight? _activityRight;
    private OrganizationWorkspaces? _workspaces;
    private GroupIdComparison? _groupIds;

    public OrganizationConnection(ExternalSource source, ApiKey key, TransportOptions options)
    {
        // Anybody may have edited the store file since the key was given.
        if (!ServiceAddress.IsAdminApi(source.Url))
        {
            throw new InvalidInputException(
                "Url",
                $"{source.Url.Authority} is not an address of Atlassian's admin API. The key was not sent there.",
                "Connect the organization again with New-ExternalSource -Force."
            );
        }

        Source = source;
        Clock = options.Clock;
        Client = new OrganizationClient(
            source.Url,
            key,
            options with
            {
                Refused = (method, address, refusal) => Right.Explain(source, method.Method, address, refusal),
            }
        );
    }

    public ExternalSource Source { get; }

    public Clock Clock { get; }

    public OrganizationClient Client { get; }

    /// <summary>The lists of the organization.</summary>
    /// <exception cref="InvalidInputException">The organization is unknown.</exception>
    public OrganizationQueries Queries => new(Client.Service, Source.Name, OrganizationPath);

    /// <summary>The path of the organization.</summary>
    /// <exception cref="InvalidInputException">The organization is unknown.</exception>
    public string OrganizationPath =>
        Source.OrganizationId is { } organizationId
            ? $"admin/v2/orgs/{Uri.EscapeDataString(organizationId)}"
            : throw new InvalidInputException(
                "Source",
                $"The organization of '{Source.Name}' is unknown.",
                "Run Test-ExternalSource to find it, or set it with Set-ExternalSource -OrganizationId."
            );

    /// <summary>The path of the organization in version 1 of the API.</summary>
    /// <exception cref="InvalidInputException">The organization is unknown.</exception>
    public string FirstOrganizationPath => OrganizationPath.Replace("admin/v2/", "admin/v1/");

    public ActivityRight ActivityRight => _activityRight ??= new ActivityRight(Queries);

    public OrganizationWorkspaces Workspaces => _workspaces ??= new OrganizationWorkspaces(this);

    public GroupIdComparison GroupIds => _groupIds ??= new GroupIdComparison(Queries);

    /// <summary>The groups that grant applications; <see langword="null"/> until an action asks for them.</summary>
    public GrantingGroups? GrantingGroups { get; set; }

    /// <summary>The organizations that the key sees; <see langword="null"/> until a test has listed them.</summary>
    public IReadOnlyList<OrganizationReference>? VisibleOrganizations { get; set; }

    /// <summary>The organization that a test has found.</summary>
    public OrganizationReference? Organization { get; set; }

    /// <summary>The id of the organization, from a test or from the source; <see langword="null"/> if it is unknown.</summary>
    public string? KnownOrganizationId => Organization?.Id ?? Source.OrganizationId;

    public void Dispose() => Client.Dispose();

    /// <summary>The path of a group. Only reads accept "-" for all directories; a group always belongs to one.</summary>
    /// <exception cref="InvalidInputException">The directory of the group is unknown.</exception>
    public string PathOf(ExternalGroup group) =>
        $"{OrganizationPath}/directories/{Uri.EscapeDataString(DirectoryOf(group))}/groups/{Uri.EscapeDataString(group.Id)}";

    /// <summary>The path of a user in a directory.</summary>
    public string PathOf(string directoryId, string accountId) =>
        $"{OrganizationPath}/directories/{Uri.EscapeDataString(directoryId)}/users/{Uri.EscapeDataString(accountId)}";

    /// <summary>Makes sure that the directory of each group is known, so that an action fails before it sends anything.</summary>
    /// <exception cref="InvalidInputException">The directory of a group is unknown.</exception>
    public static void RequireDirectories(IEnumerable<ExternalGroup> groups)
    {
        foreach (var group in groups)
        {
            DirectoryOf(group);
        }
    }

    private static string DirectoryOf(ExternalGroup group) =>
        group.Directory
        ?? throw new InvalidInputException(
            "Group",
            $"The members of the group '{group.Name}' cannot be changed, because the service does not return the directory of the group.",
            "Change the members at admin.atlassian.com, and report the problem to Atlassian's support."
        );
}
