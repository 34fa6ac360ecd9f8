using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>What a request came to, kept so that several checks can look at it.</summary>
internal sealed record Result<T>(T? Value, ServiceException? Failure)
{
    /// <summary>The value; the failure is thrown where there is none.</summary>
    public T Get() => Failure is null ? Value! : throw Failure;
}

internal static class Result
{
    public static async Task<Result<T>> OfAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return new Result<T>(await request().ConfigureAwait(false), null);
        }
        catch (ServiceException exception)
        {
            return new Result<T>(default, exception);
        }
    }
}
