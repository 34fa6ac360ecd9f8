using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Tests the connection to a site.</summary>
internal sealed class JiraConnectionTester : IConnectionTester
{
    private const string Administer = "ADMINISTER";
    private const string BrowseUsers = "USER_PICKER";
    private const string CreateIssues = "CREATE_ISSUES";

    private readonly JiraConnection _connection;

    public JiraConnectionTester(JiraConnection connection) => _connection = connection;

    private ExternalSource Source => _connection.Source;

    public async Task<SourceInspection> TestAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckSequence();
        var isSite = ServiceAddress.IsSite(Source.Url);
        string? cloudId = null;
        ServerInfo? server = null;

        // The first requests have no credentials, because the address may not belong to Atlassian.
        using var anonymous = _connection.CreateAnonymousClient();
        var first = await Result.OfAsync(() => anonymous.GetServerInfoAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Address, () => AddressAsync(anonymous, first, isSite, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Tls, () => AddressChecks.Tls(Source.Url, first.Failure)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.Site, async () =>
            {
                server = first.Get();
                // Only a token with scopes needs it for every request. Without it, the site's organization is unknown.
                var tenant = await Result.OfAsync(() => anonymous.GetCloudIdAsync(cancellationToken)).ConfigureAwait(false);
                cloudId = Source.ScopedToken ? tenant.Get() : tenant.Value;
                return Site(server);
            })
            .ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Credentials, () => CredentialsAsync(cloudId, cancellationToken)).ConfigureAwait(false);
        var permissions = new SharedRead<Result<Func<string, bool>>>();
        await checks
            .RunTogetherAsync([
                new(CheckNames.BrowseUsers, () => BrowseUsersAsync(permissions, cancellationToken)),
                new(CheckNames.AdministratorRights, () => HasAsync(Right.Administer, Administer, permissions, cancellationToken)),
                new(CheckNames.ApplicationRoles, () => ApplicationRolesAsync(cancellationToken)),
                new(CheckNames.CreateIssues, () => HasAsync(Right.CreateIssues, CreateIssues, permissions, cancellationToken)),
                new(CheckNames.SiteAdministration, () => Task.FromResult(SiteAdministration())),
            ])
            .ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.KeyExpiry, () => KeyExpiry.Check(SourceType.JiraCloud, Source.ExpiresOn, _connection.Clock.UtcNow))
            .ConfigureAwait(false);

        return new SourceInspection
        {
            Checks = checks.Checks,
            Title = server?.Title,
            CloudId = cloudId,
        };
    }

    private async Task<CheckResult> AddressAsync(JiraCloudClient anonymous, Result<ServerInfo> first, bool isSite, CancellationToken cancellationToken)
    {
        if (first.Value is { IsCloud: false } || first.Failure is ServiceStatusException { StatusCode: 404 })
        {
            return await NotCloudAsync(anonymous, first.Value, isSite, cancellationToken).ConfigureAwait(false);
        }

        if (!isSite)
        {
            return NotAtlassian(first.Value);
        }

        return AddressChecks.Address(Source.Url, first.Failure);
    }

    private async Task<CheckResult> NotCloudAsync(JiraCloudClient anonymous, ServerInfo? server, bool isSite, CancellationToken cancellationToken)
    {
        if (server?.DeploymentType is null)
        {
            var older = await Result.OfAsync(() => anonymous.GetDataCenterInfoAsync(cancellationToken)).ConfigureAwait(false);
            server = older.Value;
        }

        if (server?.DeploymentType is { } deployment)
        {
            return CheckResult.Failed(
                $"{Source.Url.Authority} is not a Jira Cloud site. It is a Jira of type '{deployment}'"
                    + (server.Version is { } version ? $", version {version}" : string.Empty)
                    + ". No credentials were sent.",
                "Specify the address of a Jira Cloud site, such as https://acme.atlassian.net."
            );
        }

        return isSite
            ? CheckResult.Failed(
                $"There is no Jira site at {Source.Url.Authority}.",
                "Check the spelling. The browser shows the address while you work in Jira."
            )
            : NotAtlassian(null);
    }

    private CheckResult NotAtlassian(ServerInfo? server) =>
        CheckResult.Failed(
            $"{Source.Url.Authority} is not an address of Atlassian's cloud. No credentials were sent.",
            server is { IsCloud: true, BaseUrl: { } address }
            && Uri.TryCreate(address, UriKind.Absolute, out var own)
            && ServiceAddress.IsSite(own)
            && !ServiceAddress.IsLoopback(own)
                ? "The address seems to be a custom domain, which does not serve the API. "
                    + $"Specify the site's own address, {own.GetLeftPart(UriPartial.Authority)}."
                : "Specify the site's own address, such as https://acme.atlassian.net. A custom domain does not serve the API. "
                    + "To find the address behind a custom domain, see admin.atlassian.com > Apps > App URLs."
        );

    private CheckResult Site(ServerInfo server)
    {
        var title = server.Title ?? Source.Url.Host;
        if (
            server.BaseUrl is { } text
            && Uri.TryCreate(text, UriKind.Absolute, out var own)
            && !string.Equals(own.Authority, Source.Url.Authority, StringComparison.OrdinalIgnoreCase)
            && !ServiceAddress.IsLoopback(Source.Url)
            && ServiceAddress.IsSite(own)
        )
        {
            return CheckResult.Warning(
                $"The site '{title}' gives its address as {own.GetLeftPart(UriPartial.Authority)}.",
                "If the site was renamed, save the new address with Set-ExternalSource -Url -ApiKey before the old address stops working."
            );
        }

        return CheckResult.Passed($"The Jira Cloud site is '{title}'.");
    }

    private async Task<CheckResult> CredentialsAsync(string? cloudId, CancellationToken cancellationToken)
    {
        var client = _connection.Open(Source.ScopedToken ? cloudId : null);
        try
        {
            var account = await client.GetMyselfAsync(cancellationToken).ConfigureAwait(false);
            return CheckResult.Passed($"The token is accepted for {account.Name}.");
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 401)
        {
            return Rejected();
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 403)
        {
            return CheckResult.Failed(
                $"{Source.UserEmail} cannot use this site (403)."
                    + (exception.ServiceMessage is { } message ? $" Jira says: {message.TrimEnd('.')}." : string.Empty),
                "Give the account access to Jira on this site, or check that no IP allowlist blocks this machine "
                    + "(admin.atlassian.com > Security > IP allowlists)."
            );
        }
    }

    private CheckResult Rejected()
    {
        if (KeyExpiry.IsOver(Source.ExpiresOn, _connection.Clock.UtcNow))
        {
            return CheckResult.Failed(
                $"Jira does not accept the API token (401). The token expired on {Invariant.Day(Source.ExpiresOn!.Value)}.",
                KeyExpiry.RenewalAdvice(SourceType.JiraCloud)
            );
        }

        return Source.ScopedToken
            ? CheckResult.Failed(
                $"Atlassian's gateway does not accept the e-mail address {Source.UserEmail} with this token (401). The address or the token is wrong, "
                    + "the token was revoked or has expired, the token lacks scopes, or it is a token without scopes.",
                "Check that the token belongs to this e-mail address and has the scopes read:jira-user, read:jira-work and manage:jira-configuration. "
                    + "If the token has no scopes, omit -ScopedToken."
            )
            : CheckResult.Failed(
                $"Jira does not accept the e-mail address {Source.UserEmail} with this API token (401). The address or the token is wrong, "
                    + "the token was revoked or has expired, or it is a token with scopes.",
                "Check that the token belongs to this e-mail address. If the token has scopes, add -ScopedToken."
            );
    }

    private async Task<CheckResult> BrowseUsersAsync(SharedRead<Result<Func<string, bool>>> permissions, CancellationToken cancellationToken)
    {
        var read = await PermissionsAsync(permissions, cancellationToken).ConfigureAwait(false);
        if (read.Failure is ServiceStatusException { StatusCode: 401 or 403 })
        {
            // A token with scopes may read users although it does not read its own permissions.
            var client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
            return await Right
                .BrowseUsers.CheckAsync(
                    async () => await client.HasUserAsync(cancellationToken).ConfigureAwait(false) ? null : Right.BrowseUsers.Refused(null, isRequired: true),
                    isRequired: true
                )
                .ConfigureAwait(false);
        }

        return read.Get()(BrowseUsers) ? Right.BrowseUsers.Passed : Right.BrowseUsers.Refused(null, isRequired: true);
    }

    private async Task<CheckResult> HasAsync(
        Right right,
        string permission,
        SharedRead<Result<Func<string, bool>>> permissions,
        CancellationToken cancellationToken
    )
    {
        var read = await PermissionsAsync(permissions, cancellationToken).ConfigureAwait(false);
        return read.Failure switch
        {
            null => read.Value!(permission) ? right.Passed : right.Refused(null),
            ServiceStatusException { StatusCode: 401 or 403 } refusal => right.Unknown(
                "The token cannot read its own permissions." + Right.Details(refusal),
                "Give the token the scope read:jira-work, or use a token without scopes."
            ),
            { } failure => right.Unknown(failure.Message),
        };
    }

    private async Task<CheckResult> ApplicationRolesAsync(CancellationToken cancellationToken)
    {
        var client = await _connection.ClientAsync(cancellationToken).ConfigureAwait(false);
        return await Right
            .ReadApplicationRoles.CheckAsync(async () =>
            {
                await client.ProbeApplicationRolesAsync(cancellationToken).ConfigureAwait(false);
                return null;
            })
            .ConfigureAwait(false);
    }

    /// <summary>No request proves site administration without a change. The permission ADMINISTER does not include it.</summary>
    private static CheckResult SiteAdministration() =>
        Right.AdministerSite.Unknown("This needs a site or organization administrator, which no request proves without a change.");

    private Task<Result<Func<string, bool>>> PermissionsAsync(SharedRead<Result<Func<string, bool>>> permissions, CancellationToken cancellationToken) =>
        permissions.GetAsync(
            token =>
                Result.OfAsync(async () =>
                {
                    var client = await _connection.ClientAsync(token).ConfigureAwait(false);
                    return await client.GetPermissionsAsync(token, Administer, BrowseUsers, CreateIssues).ConfigureAwait(false);
                }),
            cancellationToken
        );
}
