using System;
using System.Management.Automation;
using ExternalSources.Core.Checks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Runs.Engine;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Safety;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Secrets;

namespace ExternalSources.Errors;

/// <summary>Makes error records from the module's exceptions, with stable ids, categories and recommended actions.</summary>
internal static class ErrorTable
{
    // PowerShell 7.5 and later show the recommended action below the message. Earlier versions show only the message.
    private static readonly bool ShellShowsRecommendation = typeof(PSObject).Assembly.GetName().Version >= new Version(7, 5);

    public static ErrorRecord ToRecord(this ExternalSourceException exception, object? target) => Record(exception, exception.Message, target);

    /// <summary>The error record, with the target at the start of its message unless the message names it.</summary>
    public static ErrorRecord ToNamedRecord(this ExternalSourceException exception, object? target) => Record(exception, Named(exception, target), target);

    private static ErrorRecord Record(ExternalSourceException exception, string message, object? target)
    {
        var (id, category) = Entry(exception);
        if (!ShellShowsRecommendation)
        {
            message += " " + exception.Recommendation;
        }

        return new ErrorRecord(exception, id, category, target) { ErrorDetails = new ErrorDetails(message) { RecommendedAction = exception.Recommendation } };
    }

    private static string Named(ExternalSourceException exception, object? target) =>
        exception is StoreException or RunLogException
        || target is not string { Length: > 0 } name
        || exception.Message.Contains($"'{name}'")
        || exception.Message.StartsWith(name + ":", StringComparison.Ordinal)
            ? exception.Message
            : $"{name}: {exception.Message}";

    private static (string Id, ErrorCategory Category) Entry(ExternalSourceException exception) =>
        exception switch
        {
            InvalidInputException e => ("Invalid" + e.Parameter, ErrorCategory.InvalidArgument),
            SourceNotFoundException => ("SourceNotFound", ErrorCategory.ObjectNotFound),
            SourceExistsException => ("SourceExists", ErrorCategory.ResourceExists),
            GroupNotFoundException => ("GroupNotFound", ErrorCategory.ObjectNotFound),
            UserNotFoundException => ("UserNotFound", ErrorCategory.ObjectNotFound),
            CapabilityException => ("NotSupported", ErrorCategory.NotImplemented),
            IncompleteListException => ("IncompleteList", ErrorCategory.ReadError),
            RunRefusedException => ("RunRefused", ErrorCategory.LimitsExceeded),
            RunBrokenOffException => ("RunBrokenOff", ErrorCategory.OperationStopped),
            ActionFailedException e => (
                "ActionFailed",
                e.InnerException is ExternalSourceException inner ? Entry(inner).Category : ErrorCategory.ObjectNotFound
            ),
            RunLogException e => (
                "Run" + e.Failure,
                e.Failure switch
                {
                    RunLogFailure.NotFound => ErrorCategory.ObjectNotFound,
                    RunLogFailure.Damaged => ErrorCategory.InvalidData,
                    RunLogFailure.Edited => ErrorCategory.SecurityError,
                    RunLogFailure.Busy => ErrorCategory.ResourceBusy,
                    RunLogFailure.NotReadable => ErrorCategory.PermissionDenied,
                    _ => ErrorCategory.WriteError,
                }
            ),
            SourceChangedException => ("SourceChanged", ErrorCategory.ResourceBusy),
            SourceCheckException => ("SourceCheckFailed", ErrorCategory.ConnectionError),
            StoreException e => (
                "Store" + e.Failure,
                e.Failure switch
                {
                    StoreFailure.Corrupt or StoreFailure.NewerVersion => ErrorCategory.InvalidData,
                    StoreFailure.NotReadable or StoreFailure.NotWritable => ErrorCategory.PermissionDenied,
                    StoreFailure.Busy => ErrorCategory.ResourceBusy,
                    _ => ErrorCategory.WriteError,
                }
            ),
            VaultException e => (
                "Vault" + e.Failure,
                e.Failure switch
                {
                    VaultFailure.ModuleMissing => ErrorCategory.NotInstalled,
                    VaultFailure.NoVault or VaultFailure.NoDefaultVault or VaultFailure.VaultNotFound or VaultFailure.SecretMissing =>
                        ErrorCategory.ObjectNotFound,
                    VaultFailure.Locked => ErrorCategory.AuthenticationError,
                    VaultFailure.WrongSecretType => ErrorCategory.InvalidType,
                    VaultFailure.NotResponding => ErrorCategory.OperationTimeout,
                    VaultFailure.ReadFailed => ErrorCategory.ReadError,
                    _ => ErrorCategory.WriteError,
                }
            ),
            ServiceUnreachableException e => (
                "Service" + e.Failure,
                e.Failure == ConnectionFailure.Timeout ? ErrorCategory.OperationTimeout : ErrorCategory.ConnectionError
            ),
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
