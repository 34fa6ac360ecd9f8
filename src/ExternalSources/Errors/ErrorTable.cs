using System.Management.Automation;

namespace ExternalSources.Commands;

/// <summary>The one table from our exceptions to error records: stable ids, real categories, and what to do.</summary>
internal static class ErrorTable
{
    public static ErrorRecord ToRecord(this ExternalSourceException exception, object? target)
    {
        var (id, category) = Entry(exception);
        return new ErrorRecord(exception, id, category, target)
        {
            // The message alone would not be enough: few people ever look at the recommended action.
            ErrorDetails = new ErrorDetails(exception.Message + " " + exception.Recommendation) { RecommendedAction = exception.Recommendation },
        };
    }

    private static (string Id, ErrorCategory Category) Entry(ExternalSourceException exception) => exception switch
    {
        InvalidInputException e => ("Invalid" + e.Parameter, ErrorCategory.InvalidArgument),
        SourceNotFoundException => ("SourceNotFound", ErrorCategory.ObjectNotFound),
        SourceExistsException => ("SourceExists", ErrorCategory.ResourceExists),
        SourceChangedException => ("SourceChanged", ErrorCategory.ResourceBusy),
        SourceCheckException => ("SourceCheckFailed", ErrorCategory.ConnectionError),
        StoreException e => ("Store" + e.Failure, e.Failure switch
        {
            StoreFailure.Corrupt or StoreFailure.NewerVersion => ErrorCategory.InvalidData,
            StoreFailure.NotReadable or StoreFailure.NotWritable => ErrorCategory.PermissionDenied,
            StoreFailure.Busy => ErrorCategory.ResourceBusy,
            _ => ErrorCategory.WriteError,
        }),
        VaultException e => ("Vault" + e.Failure, e.Failure switch
        {
            VaultFailure.ModuleMissing => ErrorCategory.NotInstalled,
            VaultFailure.NoVault or VaultFailure.NoDefaultVault or VaultFailure.VaultNotFound or VaultFailure.SecretMissing => ErrorCategory.ObjectNotFound,
            VaultFailure.Locked => ErrorCategory.AuthenticationError,
            VaultFailure.WrongSecretType => ErrorCategory.InvalidType,
            VaultFailure.NotResponding => ErrorCategory.OperationTimeout,
            VaultFailure.ReadFailed => ErrorCategory.ReadError,
            _ => ErrorCategory.WriteError,
        }),
        ServiceUnreachableException e => ("Service" + e.Failure, e.Failure == ConnectionFailure.Timeout ? ErrorCategory.OperationTimeout : ErrorCategory.ConnectionError),
        ServiceRedirectException => ("ServiceRedirect", ErrorCategory.SecurityError),
        UnexpectedResponseException => ("UnexpectedResponse", ErrorCategory.ProtocolError),
        ServiceStatusException { StatusCode: 401 } => ("ServiceAuthentication", ErrorCategory.AuthenticationError),
        ServiceStatusException { StatusCode: 403 } => ("ServicePermission", ErrorCategory.PermissionDenied),
        ServiceStatusException { StatusCode: 404 } => ("ServiceNotFound", ErrorCategory.ObjectNotFound),
        ServiceStatusException { StatusCode: 429 } => ("ServiceRateLimit", ErrorCategory.LimitsExceeded),
        ServiceStatusException => ("ServiceStatus", ErrorCategory.ConnectionError),
        _ => ("ExternalSource", ErrorCategory.InvalidOperation),
    };
}
