using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>The outcome of a write that the service refuses when there is nothing to change.</summary>
internal static class WriteOutcome
{
    /// <summary>Returns whether the write changed anything.</summary>
    /// <param name="write">The write.</param>
    /// <param name="isUnchanged">Whether a refusal means that there is nothing to change.</param>
    public static async Task<bool> ChangedAsync(Task write, Func<ServiceStatusException, bool> isUnchanged)
    {
        try
        {
            await write.ConfigureAwait(false);
            return true;
        }
        catch (ServiceStatusException exception) when (isUnchanged(exception))
        {
            return false;
        }
    }
}
