using System.Collections.Generic;
using ExternalSources.Core.Common;

namespace ExternalSources.Core.Checks;

/// <summary>The names of the checks, as users see them.</summary>
internal static class CheckNames
{
    public const string Address = "Address";
    public const string Tls = "Tls";
    public const string Site = "Site";
    public const string Organization = "Organization";
    public const string Credentials = "Credentials";
    public const string ReadUsers = "ReadUsers";
    public const string ReadGroups = "ReadGroups";
    public const string ReadRoleAssignments = "ReadRoleAssignments";
    public const string ReadWorkspaces = "ReadWorkspaces";
    public const string ReadDirectories = "ReadDirectories";
    public const string AccountManagement = "AccountManagement";
    public const string ReadKeys = "ReadKeys";
    public const string BrowseUsers = "BrowseUsers";
    public const string AdministratorRights = "AdministratorRights";
    public const string ApplicationRoles = "ApplicationRoles";
    public const string CreateIssues = "CreateIssues";
    public const string SiteAdministration = "SiteAdministration";
    public const string KeyExpiry = "KeyExpiry";
    public const string Key = "Key";

    private static readonly string[] OfAccess =
    [
        Address,
        Tls,
        Credentials,
        Organization,
        ReadUsers,
        ReadGroups,
        ReadRoleAssignments,
        ReadWorkspaces,
        ReadDirectories,
        AccountManagement,
        ReadKeys,
        KeyExpiry,
    ];

    private static readonly string[] OfJiraCloud =
    [
        Address,
        Tls,
        Site,
        Credentials,
        BrowseUsers,
        AdministratorRights,
        ApplicationRoles,
        CreateIssues,
        SiteAdministration,
        KeyExpiry,
    ];

    /// <summary>The checks of a source type, in order.</summary>
    public static IReadOnlyList<string> Of(SourceType type) => type == SourceType.Access ? OfAccess : OfJiraCloud;
}
