using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>What a request came to, kept so that several checks can look at it.</summary>
internal sealed record Attempt<T>(T? Value, ServiceException? Failure)
{
    /// <summary>The value; the failure is thrown where there is none.</summary>
    public T Get() => Failure is null ? Value! : throw Failure;
}

internal static class Attempt
{
    public static async Task<Attempt<T>> OfAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return new Attempt<T>(await request().ConfigureAwait(false), null);
        }
        catch (ServiceException exception)
        {
            return new Attempt<T>(default, exception);
        }
    }
}
