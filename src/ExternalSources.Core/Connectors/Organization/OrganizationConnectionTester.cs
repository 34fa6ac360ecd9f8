using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Tests the connection to an organization.</summary>
internal sealed class OrganizationConnectionTester : IConnectionTester
{
    private readonly OrganizationConnection _connection;
    private readonly OrganizationAccountManagementProbe _accountManagement;
    private readonly OrganizationKeyExpiryReader _keyExpiry;
    private ServiceStatusException? _listRefusal;

    public OrganizationConnectionTester(OrganizationConnection connection)
    {
        _connection = connection;
        _accountManagement = new OrganizationAccountManagementProbe(connection);
        _keyExpiry = new OrganizationKeyExpiryReader(connection);
    }

    private ExternalSource Source => _connection.Source;

    public async Task<SourceInspection> TestAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckSequence();
        var needsOrganization = false;
        ApiKeyEntry? own = null;

        // One request serves the first three checks. It sends the key only after the TLS handshake.
        var first = await Result.OfAsync(() => _connection.Client.GetOrganizationsAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Address, () => AddressChecks.Address(Source.Url, first.Failure)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Tls, () => AddressChecks.Tls(Source.Url, first.Failure)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Credentials, () => Credentials(first)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.Organization, async () =>
            {
                var result = await OrganizationAsync(cancellationToken).ConfigureAwait(false);
                needsOrganization = _connection.KnownOrganizationId is null && _listRefusal is null;
                return result;
            })
            .ConfigureAwait(false);
        var user = new SharedRead<Result<string?>>();
        await checks
            .RunTogetherAsync(
                [
                    new(CheckNames.ReadUsers, () => Right.ReadUsers.CheckAsync(() => ReadUsersAsync(user, cancellationToken), isRequired: true)),
                    new(CheckNames.ReadGroups, () => CheckAsync(Right.ReadGroups, _connection.Client.ProbeGroupsAsync, cancellationToken)),
                    new(CheckNames.ReadRoleAssignments, () => RoleAssignmentsAsync(user, cancellationToken)),
                    new(CheckNames.ReadWorkspaces, () => CheckAsync(Right.ReadWorkspaces, _connection.Client.ProbeWorkspacesAsync, cancellationToken)),
                    new(CheckNames.ReadDirectories, () => CheckAsync(Right.ReadDirectories, _connection.Client.ProbeDirectoriesAsync, cancellationToken)),
                    new(CheckNames.AccountManagement, () => _accountManagement.ProbeAccountManagementAsync(cancellationToken)),
                ],
                // The list shows when this key was last used, so it comes last.
                new(CheckNames.ReadKeys, () =>
                    Right.ReadKeys.CheckAsync(async () => OwnRow(own = await _keyExpiry.FindAsync(cancellationToken).ConfigureAwait(false)))
                )
            )
            .ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.KeyExpiry, () => KeyExpiry.Check(SourceType.Access, own?.ExpiresOn ?? Source.ExpiresOn, _connection.Clock.UtcNow))
            .ConfigureAwait(false);

        return new SourceInspection
        {
            Checks = checks.Checks,
            Organizations = _connection.VisibleOrganizations ?? Array.Empty<OrganizationReference>(),
            NeedsOrganization = needsOrganization,
            OrganizationId = _connection.Organization?.Id,
            Title = _connection.Organization?.Name,
            ExpiresOn = own?.ExpiresOn,
        };
    }

    private CheckResult Credentials(Result<IReadOnlyList<OrganizationReference>> first)
    {
        switch (first.Failure)
        {
            case null:
                _connection.VisibleOrganizations = first.Value;
                return CheckResult.Passed("The key is accepted.");
            case ServiceStatusException { StatusCode: 401 }:
                return CheckResult.Failed(
                    KeyExpiry.IsOver(Source.ExpiresOn, _connection.Clock.UtcNow)
                        ? $"Atlassian does not accept the API key (401). The key expired on {Invariant.Day(Source.ExpiresOn!.Value)}."
                        : "Atlassian does not accept the API key (401). The key is wrong, revoked or expired, or is not an organization API key.",
                    KeyExpiry.NewKeyAdvice(SourceType.Access) + ". A personal API token does not work for an organization."
                );
            case ServiceStatusException { StatusCode: 403 } refusal:
                // The service may refuse the list to a key with scopes that works for its organization.
                _listRefusal = refusal;
                _connection.VisibleOrganizations = Array.Empty<OrganizationReference>();
                return CheckResult.Passed("The key is accepted, but cannot list organizations.");
            default:
                throw first.Failure;
        }
    }

    private async Task<CheckResult> OrganizationAsync(CancellationToken cancellationToken)
    {
        var visible = _connection.VisibleOrganizations!;
        if (Source.OrganizationId is { } organizationId)
        {
            try
            {
                return Found(
                    visible.FirstOrDefault(organization => string.Equals(organization.Id, organizationId, StringComparison.OrdinalIgnoreCase))
                        ?? await _connection.Client.GetOrganizationAsync(organizationId, cancellationToken).ConfigureAwait(false)
                );
            }
            catch (ServiceStatusException exception) when (exception.StatusCode == 403 && visible.Count == 0)
            {
                return MayNotManage($"the organization '{organizationId}'", exception);
            }
            catch (ServiceStatusException exception) when (exception.StatusCode is 400 or 401 or 403 or 404)
            {
                return CheckResult.Failed(
                    $"The key does not see an organization with the id '{organizationId}'."
                        + (visible.Count > 0 ? " It sees " + Names(visible) + "." : string.Empty),
                    visible.Count > 0
                        ? "Specify one of these ids as -OrganizationId."
                        : "Copy the organization id that is shown beside the key (admin.atlassian.com > Settings > API keys)."
                );
            }
        }

        return visible.Count switch
        {
            1 => Found(visible[0]),
            0 when _listRefusal is not null => MayNotManage("any organization", _listRefusal),
            0 => CheckResult.Failed(
                "The key does not show its organization. This is usual for a key with scopes.",
                "Specify -OrganizationId. The id is shown beside the key (admin.atlassian.com > Settings > API keys)."
            ),
            _ => CheckResult.Failed($"The key sees {Invariant.Count(visible.Count, "organization")}: {Names(visible)}.", "Choose one with -OrganizationId."),
        };
    }

    private CheckResult Found(OrganizationReference organization)
    {
        _connection.Organization = organization;
        return CheckResult.Passed($"The organization is '{organization.Name}' ({organization.Id}).");
    }

    private Task<CheckResult> CheckAsync(Right right, Func<string, CancellationToken, Task> request, CancellationToken cancellationToken) =>
        right.CheckAsync(async () =>
        {
            await request(_connection.Organization!.Id, cancellationToken).ConfigureAwait(false);
            return null;
        });

    private async Task<CheckResult?> ReadUsersAsync(SharedRead<Result<string?>> user, CancellationToken cancellationToken)
    {
        (await FindUserAsync(user, cancellationToken).ConfigureAwait(false)).Get();
        return null;
    }

    private async Task<CheckResult> RoleAssignmentsAsync(SharedRead<Result<string?>> user, CancellationToken cancellationToken)
    {
        var found = await FindUserAsync(user, cancellationToken).ConfigureAwait(false);
        return found.Value is { } accountId
            ? await CheckAsync(
                    Right.ReadRoleAssignments,
                    (organizationId, token) => _connection.Client.ProbeRoleAssignmentsAsync(organizationId, accountId, token),
                    cancellationToken
                )
                .ConfigureAwait(false)
            : Right.ReadRoleAssignments.Unknown(
                found.Failure is null ? "The organization has no user." : $"Not checked, because the check '{CheckNames.ReadUsers}' failed."
            );
    }

    private Task<Result<string?>> FindUserAsync(SharedRead<Result<string?>> user, CancellationToken cancellationToken) =>
        user.GetAsync(token => Result.OfAsync(() => _connection.Client.FindUserAsync(_connection.Organization!.Id, token)), cancellationToken);

    private static CheckResult? OwnRow(ApiKeyEntry? own) =>
        own is null
            ? null
            : CheckResult.Passed(
                $"{Right.ReadKeys.Passed.Detail} It shows this key as '{own.Label}'"
                    + (own.Scopes.Count == 0 ? "." : $", with the {(own.Scopes.Count == 1 ? "scope" : "scopes")} {string.Join(", ", own.Scopes)}.")
            );

    private static CheckResult MayNotManage(string what, ServiceStatusException refusal) =>
        CheckResult.Failed(
            $"The key cannot manage {what}.{Right.Details(refusal)}",
            "Use a key that an organization administrator created. A key with scopes needs the scopes that read directories, users and groups."
        );

    private static string Names(IReadOnlyList<OrganizationReference> organizations) =>
        string.Join(", ", organizations.Select(organization => string.Format(CultureInfo.InvariantCulture, "{0} ({1})", organization.Name, organization.Id)));
}
