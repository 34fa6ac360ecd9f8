using System;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
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
            return Right.AccountManagement.Unknown("The organization of the key is unknown.", "Run Test-ExternalSource first.");
        }

        try
        {
            var account = await _connection.Client.FindManagedAccountAsync(organizationId, cancellationToken).ConfigureAwait(false);
            if (account is null)
            {
                return Right.AccountManagement.Unknown(
                    "The organization manages no active account.",
                    "Verify a domain of the organization to manage its accounts."
                );
            }

            await _connection.Client.GetManageabilityAsync(account, cancellationToken).ConfigureAwait(false);
            return Right.AccountManagement.Passed;
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403 && IsRefusalOfScopes(exception))
        {
            return CheckResult.Warning(
                "The key has scopes, and keys with scopes cannot manage accounts. You cannot deactivate, reactivate or delete accounts with it."
                    + Right.Details(exception),
                Right.AccountManagement.Advice
            );
        }
        catch (ServiceStatusException exception) when (exception.StatusCode is 401 or 403)
        {
            return Right.AccountManagement.Unknown(
                $"Atlassian refused to read one account ({Invariant.Text(exception.StatusCode)}).{Right.Details(exception)}"
            );
        }
        catch (ServiceException exception)
        {
            return Right.AccountManagement.Unknown(exception.Message);
        }
    }

    // A key with scopes sees no organization, and its 403 names the scope manage:org. Any other refusal may concern only the account that was read.
    private bool IsRefusalOfScopes(ServiceStatusException exception) =>
        exception.Scopes.Count > 0
        || exception.Code?.IndexOf("scope", StringComparison.OrdinalIgnoreCase) >= 0
        || exception.ServiceMessage?.IndexOf("scope", StringComparison.OrdinalIgnoreCase) >= 0
        || _connection.VisibleOrganizations?.Count == 0;
}
