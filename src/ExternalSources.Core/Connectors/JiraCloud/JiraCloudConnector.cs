using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>Speaks to a Jira Cloud site with an administrator's e-mail address and API token.</summary>
[UserCriteria(
    UserCriterion.Email,
    UserCriterion.Name,
    UserCriterion.AccountId,
    UserCriterion.User,
    UserCriterion.Status,
    UserCriterion.AccountType,
    UserCriterion.Group,
    UserCriterion.NotInGroup,
    UserCriterion.Application,
    ThroughOrganization = new[] { UserCriterion.Activity }
)]
internal sealed partial class JiraCloudConnector : ISourceConnector, IConnectionTester, IUserReader, IGroupReader
{
    private const string Administer = "ADMINISTER";
    private const string BrowseUsers = "USER_PICKER";

    private readonly ExternalSource _source;
    private readonly ApiKey _key;
    private readonly TransportOptions _options;

    private JiraCloudClient? _client;

    public JiraCloudConnector(ExternalSource source, ApiKey key, TransportOptions options)
    {
        _source = source;
        _key = key;
        _options = options;
    }

    public void Dispose() => _client?.Dispose();

    public async Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken) =>
        await new JiraUserReader(await ListsAsync(cancellationToken).ConfigureAwait(false), _source.Name)
            .ReadAsync(filter, listing, cancellationToken)
            .ConfigureAwait(false);

    public async Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken) =>
        await new JiraGroupReader(await ListsAsync(cancellationToken).ConfigureAwait(false))
            .ReadAsync(filter, writeAsync, cancellationToken)
            .ConfigureAwait(false);

    private async Task<JiraQueries> ListsAsync(CancellationToken cancellationToken)
    {
        if (_client is null)
        {
            var cloudId = _source.CloudId;
            if (_source.ScopedToken && cloudId is null)
            {
                using var anonymous = new JiraCloudClient(_source.Url, null, _options);
                cloudId = await CloudIdAsync(anonymous, cancellationToken).ConfigureAwait(false);
            }

            _client = Connect(_source.ScopedToken ? cloudId : null);
        }

        return new JiraQueries(_client.Service, _source.Name);
    }

    // https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/: tokens with scopes are taken at the gateway only.
    private JiraCloudClient Connect(string? cloudId)
    {
        // The store is a file that anybody may have edited since the key was given.
        if (!ServiceAddress.IsSite(_source.Url))
        {
            throw new InvalidInputException(
                "Url",
                $"{_source.Url.Authority} is not an address of Atlassian's cloud. No credentials were sent.",
                "Connect the site anew with New-ExternalSource -Force."
            );
        }

        var root = cloudId is null ? _source.Url : new Uri(ServiceAddress.Gateway(_source.Url), "ex/jira/" + Uri.EscapeDataString(cloudId) + "/");
        return new JiraCloudClient(root, Authentication.Basic(_source.UserEmail!, _key), _options);
    }

    public async Task<SourceInspection> TestAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckSequence();
        var isSite = ServiceAddress.IsSite(_source.Url);
        string? cloudId = null;
        ServerInfo? server = null;

        // What answers at the address is found out without credentials: an address that is not Atlassian's never sees them.
        using var anonymous = new JiraCloudClient(_source.Url, null, _options);
        var first = await Result.OfAsync(() => anonymous.GetServerInfoAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Address, () => AddressAsync(anonymous, first, isSite, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Tls, () => AddressChecks.Tls(_source.Url, first.Failure)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.Site, async () =>
            {
                server = first.Get();
                cloudId = _source.ScopedToken ? await CloudIdAsync(anonymous, cancellationToken).ConfigureAwait(false) : null;
                return Site(server);
            })
            .ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Credentials, () => CredentialsAsync(cloudId, cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.AdministratorRights, () => AdministratorRightsAsync(cancellationToken)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.KeyExpiry, () => KeyExpiry.Check(SourceType.JiraCloud, _source.ExpiresOn, _options.Clock.UtcNow))
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

        return AddressChecks.Address(_source.Url, first.Failure);
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
                $"{_source.Url.Authority} is not Jira Cloud but a Jira of type '{deployment}'"
                    + (server.Version is { } version ? $", version {version}" : string.Empty)
                    + ". No credentials were sent.",
                "Only Jira Cloud sites can be connected: give an address such as https://acme.atlassian.net."
            );
        }

        return isSite
            ? CheckResult.Failed(
                $"There is no Jira site at {_source.Url.Authority}.",
                "Check the spelling; the address is the one that the browser shows while you work in Jira."
            )
            : NotAtlassian(null);
    }

    private CheckResult NotAtlassian(ServerInfo? server) =>
        CheckResult.Failed(
            $"{_source.Url.Authority} is not an address of Atlassian's cloud. No credentials were sent.",
            server is { IsCloud: true, BaseUrl: { } address }
            && Uri.TryCreate(address, UriKind.Absolute, out var own)
            && ServiceAddress.IsSite(own)
            && !ServiceAddress.IsLoopback(own)
                ? $"It seems to be a custom domain, and the API is not served there: give the site's own address, {own.GetLeftPart(UriPartial.Authority)}."
                : "Give the site's own address, such as https://acme.atlassian.net; the API is not served at a custom domain (admin.atlassian.com > Apps > App URLs shows the address behind one)."
        );

    private CheckResult Site(ServerInfo server)
    {
        var title = server.Title ?? _source.Url.Host;
        if (
            server.BaseUrl is { } text
            && Uri.TryCreate(text, UriKind.Absolute, out var own)
            && !string.Equals(own.Authority, _source.Url.Authority, StringComparison.OrdinalIgnoreCase)
            && !ServiceAddress.IsLoopback(_source.Url)
            && ServiceAddress.IsSite(own)
        )
        {
            return CheckResult.Warning(
                $"The site '{title}' calls itself {own.GetLeftPart(UriPartial.Authority)}.",
                "If the site was renamed, save the new address with Set-ExternalSource -Url -ApiKey before the old one ends."
            );
        }

        return CheckResult.Passed($"The Jira Cloud site is '{title}'.");
    }

    private static async Task<string> CloudIdAsync(JiraCloudClient anonymous, CancellationToken cancellationToken) =>
        await anonymous.GetCloudIdAsync(cancellationToken).ConfigureAwait(false)
        ?? throw new UnexpectedResponseException(
            "The site does not tell its cloud id, which a token with scopes needs.",
            "Try again later, or use a token without scopes and leave -ScopedToken out."
        );

    private async Task<CheckResult> CredentialsAsync(string? cloudId, CancellationToken cancellationToken)
    {
        _client = Connect(cloudId);
        try
        {
            var account = await _client.GetMyselfAsync(cancellationToken).ConfigureAwait(false);
            return CheckResult.Passed($"The token is accepted for {account.Name}.");
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 401)
        {
            return Rejected();
        }
        catch (ServiceStatusException exception) when (exception.StatusCode == 403)
        {
            return CheckResult.Failed(
                $"{_source.UserEmail} may not use this site (403)." + (exception.ServiceMessage is { } said ? $" It says: {said.TrimEnd('.')}." : string.Empty),
                "Give the account access to Jira on this site, or check that no IP allow-list keeps this machine out (admin.atlassian.com > Security > IP allowlists)."
            );
        }
    }

    private CheckResult Rejected()
    {
        if (KeyExpiry.IsOver(_source.ExpiresOn, _options.Clock.UtcNow))
        {
            return CheckResult.Failed(
                $"Jira does not accept the API token (401): it expired on {Invariant.Day(_source.ExpiresOn!.Value)}.",
                KeyExpiry.RenewalAdvice(SourceType.JiraCloud)
            );
        }

        return _source.ScopedToken
            ? CheckResult.Failed(
                $"Atlassian's gateway does not accept the e-mail address {_source.UserEmail} with this token (401): one of them is wrong, the token was revoked or has expired, it lacks scopes, or it is a token without scopes.",
                "Check that the token belongs to this e-mail address and has the scopes read:jira-user, read:jira-work and manage:jira-configuration; for a token without scopes leave -ScopedToken out."
            )
            : CheckResult.Failed(
                $"Jira does not accept the e-mail address {_source.UserEmail} with this API token (401): one of them is wrong, or the token was revoked or has expired. A token with scopes is refused like this too.",
                "Check that the token belongs to this e-mail address; for a token with scopes add -ScopedToken."
            );
    }

    private async Task<CheckResult> AdministratorRightsAsync(CancellationToken cancellationToken)
    {
        Func<string, bool> has;
        try
        {
            has = await _client!.GetPermissionsAsync(cancellationToken, Administer, BrowseUsers).ConfigureAwait(false);
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403)
        {
            return CheckResult.Failed(
                "The token may not read its own permissions.",
                "A token with scopes needs read:jira-work for this; or use a token without scopes."
            );
        }

        if (!has(Administer))
        {
            return CheckResult.Failed(
                $"{_source.UserEmail} is not a Jira administrator of this site.",
                "Give the account the global permission 'Administer Jira' (Jira settings > System > Global permissions), or use an administrator's e-mail address and token."
            );
        }

        return has(BrowseUsers)
            ? CheckResult.Passed("The account administers Jira and may browse users.")
            : CheckResult.Warning(
                "The account administers Jira but may not browse users and groups: listing users will not work.",
                "Give it the global permission 'Browse users and groups' (Jira settings > System > Global permissions)."
            );
    }
}
