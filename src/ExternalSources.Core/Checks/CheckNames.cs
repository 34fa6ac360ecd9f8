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
    public const string AdministratorRights = "AdministratorRights";
    public const string AccountManagement = "AccountManagement";
    public const string KeyExpiry = "KeyExpiry";
    public const string Key = "Key";

    private static readonly string[] OfAccess = { Address, Tls, Credentials, Organization, AdministratorRights, AccountManagement, KeyExpiry };
    private static readonly string[] OfJiraCloud = { Address, Tls, Site, Credentials, AdministratorRights, KeyExpiry };

    /// <summary>The checks of a source type, in order.</summary>
    public static IReadOnlyList<string> Of(SourceType type) => type == SourceType.Access ? OfAccess : OfJiraCloud;
}
