using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Speaks to an Atlassian organization with its admin API key.</summary>
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
    UserCriterion.Activity,
    UserCriterion.Managed,
    UserCriterion.TwoStepVerification,
    UserCriterion.EmailDomain,
    UserCriterion.Directory,
    ReturnsRoles = true
)]
internal sealed partial class OrganizationConnector
    : ISourceConnector,
        IConnectionTester,
        IKeyExpiryReader,
        IAccountManagementProbe,
        IUserReader,
        IGroupReader,
        IDirectoryReader,
        IActivityReader
{
    private readonly ExternalSource _source;
    private readonly Clock _clock;
    private readonly OrganizationClient _client;

    private IReadOnlyList<OrganizationReference>? _organizations;
    private ServiceStatusException? _listRefusal;
    private OrganizationReference? _organization;
    private ActivityRight? _activity;

    public OrganizationConnector(ExternalSource source, ApiKey key, TransportOptions options)
    {
        // The store is a file that anybody may have edited since the key was given.
        if (!ServiceAddress.IsAdminApi(source.Url))
        {
            throw new InvalidInputException(
                "Url",
                $"{source.Url.Authority} is not an address of Atlassian's admin API. The key was not sent there.",
                "Connect the organization anew with New-ExternalSource -Force."
            );
        }

        _source = source;
        _clock = options.Clock;
        _client = new OrganizationClient(source.Url, key, options);
    }

    public void Dispose() => _client.Dispose();

    public Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken) =>
        new OrganizationUserReader(Lists(), Activity(), _source.Name).ReadAsync(filter, listing, cancellationToken);

    public Task ReadGroupsAsync(GroupFilter filter, Func<IReadOnlyList<ExternalGroup>, Task> writeAsync, CancellationToken cancellationToken) =>
        new OrganizationGroupReader(Lists()).ReadAsync(filter, writeAsync, cancellationToken);

    public Task ReadDirectoriesAsync(Func<IReadOnlyList<ExternalDirectory>, Task> writeAsync, CancellationToken cancellationToken) =>
        Lists().Directories().ReadAsync(writeAsync, cancellationToken);

    public async Task<IReadOnlyDictionary<string, ExternalUser>> ReadActivityAsync(IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, ExternalUser>(StringComparer.Ordinal);
        var filter = new UserFilter { AccountIds = accountIds, AccountTypes = Array.Empty<AccountType>() };
        await ReadUsersAsync(filter, new UserListing { WriteAsync = Take, ForActivity = true }, cancellationToken).ConfigureAwait(false);
        return known;

        Task Take(IReadOnlyList<ExternalUser> page)
        {
            foreach (var user in page)
            {
                known[user.AccountId] = user;
            }

            return Task.CompletedTask;
        }
    }

    private ActivityRight Activity() => _activity ??= new ActivityRight(Lists());

    private OrganizationQueries Lists() => new(_client.Service, _source.Name, OrganizationId());

    private string OrganizationId() =>
        _source.OrganizationId
        ?? throw new InvalidInputException(
            "Source",
            $"The organization of '{_source.Name}' is not known yet.",
            "Test-ExternalSource finds it out; or give it with Set-ExternalSource -OrganizationId."
        );

    public async Task<SourceInspection> TestAsync(CancellationToken cancellationToken)
    {
        var checks = new CheckSequence();
        var needsOrganization = false;
        DateTimeOffset? expiresOn = null;

        // One request answers the first three questions: the key leaves this machine only once TLS stands.
        var first = await Result.OfAsync(() => _client.GetOrganizationsAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Address, () => AddressChecks.Address(_source.Url, first.Failure)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Tls, () => AddressChecks.Tls(_source.Url, first.Failure)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.Credentials, () => Credentials(first)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.Organization, async () =>
            {
                var result = await OrganizationAsync(cancellationToken).ConfigureAwait(false);
                needsOrganization = _organization is null && _source.OrganizationId is null && _listRefusal is null;
                return result;
            })
            .ConfigureAwait(false);
        await checks.RunAsync(CheckNames.AdministratorRights, () => AdministratorRightsAsync(cancellationToken)).ConfigureAwait(false);
        await checks.RunAsync(CheckNames.AccountManagement, () => ProbeAccountManagementAsync(cancellationToken)).ConfigureAwait(false);
        await checks
            .RunAsync(CheckNames.KeyExpiry, async () =>
            {
                expiresOn = await ReadKeyExpiryAsync(cancellationToken).ConfigureAwait(false);
                return KeyExpiry.Check(SourceType.Access, expiresOn ?? _source.ExpiresOn, _clock.UtcNow);
            })
            .ConfigureAwait(false);

        return new SourceInspection
        {
            Checks = checks.Checks,
            Organizations = _organizations ?? Array.Empty<OrganizationReference>(),
            NeedsOrganization = needsOrganization,
            OrganizationId = _organization?.Id,
            Title = _organization?.Name,
            ExpiresOn = expiresOn,
        };
    }

    public async Task<DateTimeOffset?> ReadKeyExpiryAsync(CancellationToken cancellationToken)
    {
        if ((_organization?.Id ?? _source.OrganizationId) is not { } organizationId)
        {
            return null;
        }

        try
        {
            var keys = await _client.GetKeysAsync(organizationId, cancellationToken).ConfigureAwait(false);
            return KeyMatch.Find(keys, _source.Name, _source.ExpiresOn, _clock.UtcNow)?.ExpiresOn;
        }
        catch (ServiceException)
        {
            // Reading the list takes a right (read:keys:admin) that the key need not have for anything else: then the date that the user gave counts.
            return null;
        }
    }

    public async Task<CheckResult> ProbeAccountManagementAsync(CancellationToken cancellationToken)
    {
        const string Consequence = "Deactivating, reactivating and deleting accounts will not work; reading users and changing groups will.";
        const string Advice =
            "For account management create an API key without scopes (admin.atlassian.com > Settings > API keys) and save it with Set-ExternalSource -ApiKey.";
        if ((_organization?.Id ?? _source.OrganizationId) is not { } organizationId)
        {
            return CheckResult.Warning(
                "Whether the key may manage accounts could not be found out: its organization is not known.",
                "Run Test-ExternalSource first."
            );
        }

        try
        {
            var account = await _client.FindManagedAccountAsync(organizationId, cancellationToken).ConfigureAwait(false);
            if (account is null)
            {
                return CheckResult.Warning(
                    "The organization manages no active account, so account management could not be tried.",
                    "Verify a domain of the organization to manage its accounts."
                );
            }

            await _client.GetManageabilityAsync(account, cancellationToken).ConfigureAwait(false);
            return CheckResult.Passed("The key may manage accounts.");
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403 && IsRefusalOfScopes(exception))
        {
            return CheckResult.Warning("The key has scopes, and such keys may not manage accounts. " + Consequence, Advice);
        }
        catch (ServiceException exception)
        {
            return CheckResult.Warning(
                "Whether the key may manage accounts could not be found out: " + exception.Message,
                "Run Test-ExternalSource again later."
            );
        }
    }

    // Keys with scopes get a 403 that names the scope manage:org, and see no organization. Any other refusal may be about the account that was tried.
    private bool IsRefusalOfScopes(ServiceStatusException exception) =>
        exception.ServiceMessage?.IndexOf("scope", StringComparison.OrdinalIgnoreCase) >= 0 || _organizations?.Count == 0;

    private CheckResult Credentials(Result<IReadOnlyList<OrganizationReference>> first)
    {
        switch (first.Failure)
        {
            case null:
                _organizations = first.Value;
                return CheckResult.Passed("The key is accepted.");
            case ServiceStatusException { StatusCode: 401 }:
                return CheckResult.Failed(
                    KeyExpiry.IsOver(_source.ExpiresOn, _clock.UtcNow)
                        ? $"Atlassian does not accept the API key (401): it expired on {Invariant.Day(_source.ExpiresOn!.Value)}."
                        : "Atlassian does not accept the API key (401): it is wrong, revoked or expired, or is not an organization API key.",
                    KeyExpiry.NewKeyAdvice(SourceType.Access) + "; a personal API token does not work for an organization."
                );
            case ServiceStatusException { StatusCode: 403 } refusal:
                // A key with scopes may be refused the list and still be good for its organization.
                _listRefusal = refusal;
                _organizations = Array.Empty<OrganizationReference>();
                return CheckResult.Passed("The key is accepted, but may not list organizations.");
            default:
                throw first.Failure;
        }
    }

    private async Task<CheckResult> OrganizationAsync(CancellationToken cancellationToken)
    {
        var seen = _organizations!;
        if (_source.OrganizationId is { } wanted)
        {
            try
            {
                _organization = seen.FirstOrDefault(o => string.Equals(o.Id, wanted, StringComparison.OrdinalIgnoreCase))
                    ?? await _client.GetOrganizationAsync(wanted, cancellationToken).ConfigureAwait(false);
                return CheckResult.Passed($"The organization is '{_organization.Name}' ({_organization.Id}).");
            }
            catch (ServiceStatusException exception) when (exception.StatusCode == 403 && seen.Count == 0)
            {
                return MayNotManage($"the organization '{wanted}'", exception);
            }
            catch (ServiceStatusException exception) when (exception.StatusCode is 400 or 401 or 403 or 404)
            {
                return CheckResult.Failed(
                    $"The key does not see an organization with the id '{wanted}'." + (seen.Count > 0 ? " It sees " + Names(seen) + "." : string.Empty),
                    seen.Count > 0
                        ? "Give one of these ids as -OrganizationId."
                        : "Copy the organization id that is shown beside the key (admin.atlassian.com > Settings > API keys)."
                );
            }
        }

        switch (seen.Count)
        {
            case 1:
                _organization = seen[0];
                return CheckResult.Passed($"The organization is '{_organization.Name}' ({_organization.Id}).");
            case 0 when _listRefusal is not null:
                return MayNotManage("any organization", _listRefusal);
            case 0:
                return CheckResult.Failed(
                    "The key does not tell its organization, as is usual for keys with scopes.",
                    "Give -OrganizationId; the id is shown beside the key (admin.atlassian.com > Settings > API keys)."
                );
            default:
                return CheckResult.Failed($"The key sees {Invariant.Count(seen.Count, "organization")}: {Names(seen)}.", "Choose one with -OrganizationId.");
        }
    }

    private async Task<CheckResult> AdministratorRightsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var directories = await _client.CountDirectoriesAsync(_organization!.Id, cancellationToken).ConfigureAwait(false);
            return CheckResult.Passed(
                directories == 0 ? "The key may manage the organization." : "The key may manage the organization and read its directories."
            );
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403)
        {
            return MayNotManage($"the organization '{_organization!.Name}'", exception);
        }
    }

    private static CheckResult MayNotManage(string what, ServiceStatusException refusal) =>
        CheckResult.Failed(
            $"The key may not manage {what}."
                + (
                    refusal.ServiceMessage is { } said
                        ? $" Atlassian says: {said.TrimEnd('.')}" + (refusal.Code is { } code ? $" ({code})." : ".")
                        : string.Empty
                ),
            "Use a key that an organization administrator created; a key with scopes needs those for reading directories, users and groups."
        );

    private static string Names(IReadOnlyList<OrganizationReference> organizations) =>
        string.Join(", ", organizations.Select(o => string.Format(CultureInfo.InvariantCulture, "{0} ({1})", o.Name, o.Id)));
}
