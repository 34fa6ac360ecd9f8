using System;
using System.Threading.Tasks;
using ExternalSources.Core.Http;

namespace ExternalSources.Core.Connectors;

/// <summary>The result of a request: a value or a failure.</summary>
internal sealed record Result<T>(T? Value, ServiceException? Failure)
{
    /// <summary>Returns the value, or throws the failure.</summary>
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
