using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors;

/// <summary>
/// What a key is allowed to do. A capability is what a source type can do. The tester checks the rights, and the error of a refused request names the right
/// that the request needs. Both use the table below.
/// </summary>
internal sealed record Right
{
    private const string OrganizationKey = "Use a key without scopes that an organization administrator created, or a key with ";
    private const string SitePermission = " (Jira settings > System > Global permissions).";

    public static readonly Right ReadUsers = Of(SourceType.Access, "read users", OrganizationKey + "the scopes that read users.", CheckNames.ReadUsers);

    public static readonly Right ReadGroups = Of(SourceType.Access, "read groups", OrganizationKey + "the scope that reads groups.", CheckNames.ReadGroups) with
    {
        Consequence = "Commands that use groups fail.",
    };

    public static readonly Right ReadRoleAssignments = Of(
        SourceType.Access,
        "read role assignments",
        OrganizationKey + "the scope that reads roles.",
        CheckNames.ReadRoleAssignments
    ) with
    {
        Consequence = "Commands that find or remove application access fail.",
    };

    public static readonly Right ReadWorkspaces = Of(
        SourceType.Access,
        "read workspaces",
        OrganizationKey + "the scope read:workspaces:admin.",
        CheckNames.ReadWorkspaces
    ) with
    {
        Consequence = "The module knows only the applications that groups grant.",
    };

    public static readonly Right ReadDirectories = Of(
        SourceType.Access,
        "read directories",
        OrganizationKey + "the scope read:directories:admin.",
        CheckNames.ReadDirectories
    ) with
    {
        Consequence = "Commands that use a directory fail.",
    };

    public static readonly Right ReadKeys = Of(
        SourceType.Access,
        "read the list of keys",
        OrganizationKey + "the scope read:keys:admin.",
        CheckNames.ReadKeys
    ) with
    {
        Consequence = "The expiry date that you give counts.",
    };

    public static readonly Right AccountManagement = Of(
        SourceType.Access,
        "manage accounts",
        "To manage accounts, create an API key without scopes (admin.atlassian.com > Settings > API keys) and save it with Set-ExternalSource -ApiKey.",
        CheckNames.AccountManagement
    ) with
    {
        OtherReason = "the organization does not manage this account",
    };

    public static readonly Right ChangeMemberships = Of(
        SourceType.Access,
        "change the members of groups",
        OrganizationKey + "the scopes that change groups."
    ) with
    {
        OtherReason = "the group cannot be changed",
    };

    public static readonly Right ChangeGroups = Of(SourceType.Access, "create and delete groups", OrganizationKey + "the scopes that change groups.") with
    {
        OtherReason = "the group cannot be changed",
    };

    public static readonly Right ChangeRoles = Of(SourceType.Access, "change roles", OrganizationKey + "the scopes that change roles.");

    public static readonly Right ChangeDirectoryAccess = Of(
        SourceType.Access,
        "change the access of users to a directory",
        OrganizationKey + "the scopes that change users."
    );

    public static readonly Right BrowseUsers = Of(
        SourceType.JiraCloud,
        "browse users and groups",
        "Give the account the global permission 'Browse users and groups'" + SitePermission,
        CheckNames.BrowseUsers
    );

    public static readonly Right Administer = Of(
        SourceType.JiraCloud,
        "administer Jira",
        "Give the account the global permission 'Administer Jira'" + SitePermission,
        CheckNames.AdministratorRights
    ) with
    {
        Consequence = "Commands that change the site fail.",
    };

    public static readonly Right ReadApplicationRoles = Of(
        SourceType.JiraCloud,
        "read application roles",
        "Give the account the global permission 'Administer Jira'" + SitePermission,
        CheckNames.ApplicationRoles
    ) with
    {
        Consequence = "Commands that use applications fail.",
    };

    public static readonly Right CreateIssues = Of(
        SourceType.JiraCloud,
        "create issues",
        "Give the account the permission 'Create issues' in the project.",
        CheckNames.CreateIssues
    ) with
    {
        Consequence = "New-ExternalIssue fails.",
        OtherReason = "the project does not allow it",
    };

    public static readonly Right AdministerSite = Of(
        SourceType.JiraCloud,
        "change groups and delete users",
        "Use the account of a site or organization administrator. The permission 'Administer Jira' is not enough.",
        CheckNames.SiteAdministration
    ) with
    {
        OtherReason = "the group cannot be changed",
    };

    private static readonly Call[] Calls =
    [
        new(ReadUsers, "POST", "/users/search"),
        new(ReadUsers, "GET", "/users/(count|stats|[^/]+/last-active-dates)"),
        new(ReadUsers, "GET", "/admin/v1/orgs/[^/]+/users"),
        new(ReadUsers, "GET", "/directories/[^/]+/users/[^/]+"),
        new(ReadGroups, "POST", "/groups/search"),
        new(ReadGroups, "GET", "/groups/[^/]+"),
        new(ReadRoleAssignments, "GET", "/(users|groups)/[^/]+/role-assignments"),
        new(ReadWorkspaces, "POST", "/workspaces"),
        new(ReadDirectories, "GET", "/directories"),
        new(ReadKeys, "GET", "/api-keys"),
        new(ChangeMemberships, "POST|DELETE", "/memberships(/[^/]+)?"),
        new(ChangeGroups, "POST|DELETE", "/directories/[^/]+/groups(/[^/]+)?"),
        new(ChangeRoles, "POST", "/(roles|role-assignments)/(assign|revoke)"),
        new(ChangeDirectoryAccess, "POST", "/users/[^/]+/(suspend|restore)"),
        new(ChangeDirectoryAccess, "DELETE", "/directories/[^/]+/users/[^/]+"),
        new(AccountManagement, "GET|POST|PUT|PATCH|DELETE", "/users/[^/]+/manage(/.+)?"),
        new(BrowseUsers, "GET", "/rest/api/3/(users|users/search|user|user/search|user/bulk|user/groups|group/bulk|group/member)"),
        new(ReadApplicationRoles, "GET", "/rest/api/3/applicationrole(/[^/]+)?"),
        new(CreateIssues, "POST", "/rest/api/3/issue(/bulk)?"),
        new(AdministerSite, "POST|DELETE", "/rest/api/3/(group|group/user|user)"),
    ];

    private Right() { }

    /// <summary>The names of the checks of rights.</summary>
    public static IReadOnlyList<string> Checked { get; } =
        Calls.Select(call => call.Right).Append(Administer).Select(right => right.Check).OfType<string>().Distinct().ToArray();

    public SourceType Type { get; private init; }

    /// <summary>What the right allows, such as "read users".</summary>
    public required string Action { get; init; }

    /// <summary>How to get the right.</summary>
    public required string Advice { get; init; }

    /// <summary>The name of its check; <see langword="null"/> if every request that needs the right changes something.</summary>
    public string? Check { get; private init; }

    /// <summary>What does not work without the right; <see langword="null"/> if the source does not work at all, or if the check says more.</summary>
    public string? Consequence { get; private init; }

    /// <summary>Why the service may refuse a single request to a key that has the right; <see langword="null"/> if no such reason is known.</summary>
    public string? OtherReason { get; private init; }

    /// <summary>The result of a check that the key passed.</summary>
    public CheckResult Passed => CheckResult.Passed($"The {Credential} can {Action}.");

    private string Credential => Type == SourceType.Access ? "key" : "token";

    /// <summary>The right that a request needs; <see langword="null"/> if the table does not have the request.</summary>
    public static Right? Of(SourceType type, string method, Uri address) =>
        Calls.FirstOrDefault(call => call.Right.Type == type && call.Matches(method, address.AbsolutePath))?.Right;

    /// <summary>Returns the error of a refused request, with the right that it needs.</summary>
    public static ServiceStatusException Explain(ExternalSource source, string method, Uri address, ServiceStatusException refusal)
    {
        if (Of(source.Type, method, address) is not { } right)
        {
            return refusal;
        }

        var reason =
            right.OtherReason is { } other && refusal.Scopes.Count == 0
                ? $"but refused to {right.Action} (403). The {right.Credential} does not have this right, or {other}."
                : $"but the {right.Credential} does not have the right to {right.Action} (403).";
        return new ServiceStatusException(
            refusal.StatusCode,
            refusal.Code,
            refusal.ServiceMessage,
            $"{address.Host} accepted the {right.Credential}, {reason}{Details(refusal)}{right.Known(source)}",
            $"{right.Advice} To see all rights, use Test-ExternalSource -Name {source.Name}.",
            refusal.RetryAfter
        )
        {
            Scopes = refusal.Scopes,
        };
    }

    /// <summary>What the service says about a refusal, as sentences with a leading space: its message, its code and the scopes that it names.</summary>
    public static string Details(ServiceStatusException refusal)
    {
        var unnamed = refusal.Scopes.Where(scope => refusal.ServiceMessage?.Contains(scope) != true).ToArray();
        return ServiceErrors.ServiceMessage(refusal.Code, refusal.ServiceMessage)
            + (
                unnamed.Length == 0 ? string.Empty
                : unnamed.Length == 1 ? $" It names the scope {unnamed[0]}."
                : $" It names the scopes {string.Join(", ", unnamed)}."
            );
    }

    /// <summary>Checks a right with a request that needs it.</summary>
    /// <param name="request">The request. It returns the result to show; <see langword="null"/> for the usual one.</param>
    /// <param name="isRequired">Whether the source does not work without the right.</param>
    public async Task<CheckResult> CheckAsync(Func<Task<CheckResult?>> request, bool isRequired = false)
    {
        try
        {
            return await request().ConfigureAwait(false) ?? Passed;
        }
        catch (ServiceStatusException refusal) when (refusal.StatusCode is 401 or 403)
        {
            return Refused(refusal, isRequired);
        }
        catch (ServiceException failure) when (!isRequired)
        {
            return Unknown(failure.Message);
        }
    }

    /// <summary>The result of a check whose request was refused.</summary>
    public CheckResult Refused(ServiceStatusException? refusal, bool isRequired = false)
    {
        var detail =
            $"The {Credential} cannot {Action}."
            + (refusal is null ? string.Empty : Details(refusal))
            + (Consequence is null ? string.Empty : " " + Consequence);
        return isRequired ? CheckResult.Failed(detail, Advice) : CheckResult.Warning(detail, Advice);
    }

    /// <summary>The result of a check that could not find out anything.</summary>
    public CheckResult Unknown(string reason, string? recommendation = null) =>
        CheckResult.Unknown($"It is unknown whether the {Credential} can {Action}. {reason}", recommendation);

    private static Right Of(SourceType type, string action, string advice, string? check = null) =>
        new()
        {
            Type = type,
            Action = action,
            Advice = advice,
            Check = check,
        };

    private string Known(ExternalSource source) =>
        Check is null ? string.Empty
        : source.Rights.Contains(Check) ? " The last test of the source found this right, so the reason may be this one request."
        : source.MissingRights.Contains(Check) ? " The last test of the source did not find this right either."
        : string.Empty;

    private sealed record Call(Right Right, string Methods, string Path)
    {
        public bool Matches(string method, string path) => Methods.Split('|').Contains(method) && Regex.IsMatch(path, Path + "$");
    }
}
