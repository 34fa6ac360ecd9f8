using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Finds out whether the key is allowed to manage accounts, with a read that needs the same right.</summary>
internal sealed class OrganizationAccountManagementProbe : IAccountManagementProbe
{
    private readonly OrganizationConnection _connection;

    public OrganizationAccountManagementProbe(OrganizationConnection connection) => _connection = connection;

    public async Task<CheckResult> ProbeAccountManagementAsync(CancellationToken cancellationToken)
    {
        if (_connection.KnownOrganizationId is not { } organizationId)
        {
            return CheckResult.Warning(
                "It is unknown whether the key can manage accounts, because its organization is unknown.",
                "Run Test-ExternalSource first."
            );
        }

        try
        {
            var account = await _connection.Client.FindManagedAccountAsync(organizationId, cancellationToken).ConfigureAwait(false);
            if (account is null)
            {
                return CheckResult.Warning(
                    "Account management was not tested, because the organization manages no active account.",
                    "Verify a domain of the organization to manage its accounts."
                );
            }

            await _connection.Client.GetManageabilityAsync(account, cancellationToken).ConfigureAwait(false);
            return CheckResult.Passed("The key can manage accounts.");
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403 && IsRefusalOfScopes(exception))
        {
            return CheckResult.Warning(
                "The key has scopes, and keys with scopes cannot manage accounts. You cannot deactivate, reactivate or delete accounts with it. "
                    + "You can read users and change groups.",
                "To manage accounts, create an API key without scopes (admin.atlassian.com > Settings > API keys) and save it with Set-ExternalSource -ApiKey."
            );
        }
        catch (ServiceException exception)
        {
            return CheckResult.Warning("It is unknown whether the key can manage accounts. " + exception.Message, "Run Test-ExternalSource again later.");
        }
    }

    // A key with scopes sees no organization, and its 403 names the scope manage:org. Any other refusal may concern only the account that was read.
    private bool IsRefusalOfScopes(ServiceStatusException exception) =>
        exception.ServiceMessage?.IndexOf("scope", StringComparison.OrdinalIgnoreCase) >= 0 || _connection.VisibleOrganizations?.Count == 0;
}
