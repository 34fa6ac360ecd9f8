using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Http;

/// <summary>
/// Sends requests to the address of one source. It follows no redirects, keeps no cookies, and uses HTTPS except on loopback. After a temporary failure,
/// it sends a request again if that is safe.
/// </summary>
internal sealed class ServiceClient : IDisposable
{
    private const int MaxErrorBody = 64 * 1024;
    private const int BufferSize = 16 * 1024;

    /// <summary>The maximum size of a response, in bytes. The largest page of a list has about one MB.</summary>
    private const int MaxBody = 32 * 1024 * 1024;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly Uri _base;
    private readonly Authentication? _authentication;
    private readonly TransportOptions _options;
    private readonly HttpClient _http;

    /// <summary>The rate limiters by endpoint, as the services limit requests.</summary>
    private readonly ConcurrentDictionary<string, RateLimiter> _rateLimiters = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _permits;

    /// <summary>The buffers for response bodies, which are reused.</summary>
    private readonly ConcurrentBag<ResponseBuffer> _bodies = new();

    /// <summary>Creates a client for the addresses below <paramref name="address"/>, which ends with a slash.</summary>
    public ServiceClient(Uri address, Authentication? authentication, TransportOptions options)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !ServiceAddress.IsLoopback(address))
        {
            throw new InvalidInputException("Url", $"'{address}' is not an https address.", "Use https. A key is never sent without encryption.");
        }

        _base = address;
        _authentication = authentication;
        _options = options;
        _permits = new SemaphoreSlim(options.MaxRequests);
        _http = new HttpClient(options.CreateHandler?.Invoke(address) ?? CreateHandler(address)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ExternalSources", typeof(ServiceClient).Assembly.GetName().Version!.ToString(3)));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads a JSON response. After a temporary failure, the request is sent again.</summary>
    /// <param name="path">The path below the client's address, without a leading slash.</param>
    /// <param name="anonymous">Whether to send the request without credentials.</param>
    /// <param name="cancellationToken">Cancels the request and its waits.</param>
    public Task<JToken> GetAsync(string path, bool anonymous, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, anonymous, false, Parse, cancellationToken);

    /// <summary>Reads a JSON response directly into objects.</summary>
    public Task<T> ReadAsync<T>(string path, Func<JsonTextReader, T> read, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, false, false, body => Read(body, read), cancellationToken);

    /// <summary>Sends a search, and reads the JSON response directly into objects.</summary>
    /// <param name="path">The path below the client's address, without a leading slash.</param>
    /// <param name="query">The search.</param>
    /// <param name="arrived">Receives the response before it is parsed.</param>
    /// <param name="read">Reads the response.</param>
    /// <param name="cancellationToken">Cancels the request and its waits.</param>
    public Task<T> SearchAsync<T>(
        string path,
        JObject query,
        Action<ResponseBuffer>? arrived,
        Func<JsonTextReader, T> read,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            HttpMethod.Post,
            path,
            query.ToString(Formatting.None),
            false,
            false,
            body =>
            {
                arrived?.Invoke(body);
                return Read(body, read);
            },
            cancellationToken
        );

    /// <summary>Sends a search. A search changes nothing, so it can be sent again like a read.</summary>
    public Task<JToken> SearchAsync(string path, JObject query, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, query.ToString(Formatting.None), false, false, Parse, cancellationToken);

    /// <summary>
    /// Sends a change. It is sent again only if the service has certainly not made the change: the service refused it because of its rate limit, or
    /// could not be reached. After other failures, see <see cref="ServiceException.IsOutcomeUnknown"/>.
    /// </summary>
    public Task WriteAsync(HttpMethod method, string path, JObject? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body?.ToString(Formatting.None), false, true, static _ => true, cancellationToken);

    /// <summary>Sends a change, and reads the JSON response.</summary>
    public Task<JToken> CreateAsync(string path, JObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body.ToString(Formatting.None), false, true, Parse, cancellationToken);

    private async Task<T> SendAsync<T>(
        HttpMethod method,
        string path,
        string? body,
        bool anonymous,
        bool isWrite,
        Func<ResponseBuffer, T> read,
        CancellationToken cancellationToken
    )
    {
        var address = new Uri(_base, path);
        if (!_base.IsBaseOf(address))
        {
            throw new InvalidInputException(
                "Url",
                $"'{address.GetLeftPart(UriPartial.Path)}' is not below the address of the source.",
                "Report this problem. A key is sent only to the address that it was given for."
            );
        }

        RequestRules.Check(method, address);
        RequestLine.Check(address);
        var rateLimiter = _rateLimiters.GetOrAdd(Endpoint.Of(method.Method, address), endpoint => Limiter(endpoint, address.Host));
        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            ServiceException failure;
            try
            {
                // The time limit of the request begins with the permit.
                using var permit = await EnterAsync(rateLimiter, isWrite, cancellationToken).ConfigureAwait(false);

                var value = await SendOnceAsync(method, address, body, anonymous, permit, rateLimiter, read, cancellationToken).ConfigureAwait(false);
                rateLimiter.Granted();
                return value;
            }
            catch (ServiceStatusException exception) when (isWrite ? exception.StatusCode == 429 : ServiceErrors.IsTransient(exception.StatusCode))
            {
                failure = exception;
            }
            catch (ServiceUnreachableException exception)
                when (exception.Failure == ConnectionFailure.Refused || (!isWrite && MayComeBack(exception.Failure, attempt)))
            {
                failure = exception;
            }

            if (failure is ServiceStatusException { IsQuota: true })
            {
                throw failure;
            }

            // The random part of the wait does not count for the limit.
            var wait = NextWait(failure, attempt);
            if (((failure as ServiceStatusException)?.RetryAfter ?? wait) > _options.MaxWait)
            {
                throw failure;
            }

            var isLimit = failure is ServiceStatusException { StatusCode: 429 };
            if (isLimit)
            {
                // The limit applies to the endpoint, so all its requests wait, even if this one fails. The rate limiter waits at the start of the loop.
                rateLimiter.Refused(_options.Clock.UtcNow + wait);
                waited += wait;
            }

            if (isLimit || failure is ServiceStatusException { RetryAfter: not null })
            {
                _options.Waiting?.Invoke(wait);
                _options.Log?.Invoke($"{address.Host} requests a wait of {Invariant.Duration(wait)}.");
            }

            if (attempt >= _options.MaxAttempts && !(isLimit && waited <= _options.LimitPatience))
            {
                throw failure;
            }

            if (!isLimit)
            {
                await _options.Clock.DelayAsync(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private RateLimiter Limiter(string endpoint, string host) => new(_options.Clock, _permits, _options.RateLimits?.Of(endpoint), wait =>
        {
            _options.Waiting?.Invoke(wait);
            _options.Log?.Invoke($"{host} accepts few more requests. Waiting for {Invariant.Duration(wait)}.");
        });

    /// <summary>Waits for the request's turn. A change that is stopped by then is known not to have been sent.</summary>
    private async Task<IDisposable> EnterAsync(RateLimiter rateLimiter, bool isWrite, CancellationToken cancellationToken)
    {
        IDisposable? permit = null;
        try
        {
            permit = await rateLimiter.EnterAsync(cancellationToken).ConfigureAwait(false);
            if (isWrite)
            {
                _options.Clock.ThrowIfStopped();
            }

            return permit;
        }
        catch (OperationCanceledException)
        {
            permit?.Dispose();
            if (isWrite)
            {
                _options.Clock.ThrowIfStopped();
            }

            throw;
        }
    }

    private bool MayComeBack(ConnectionFailure failure, int attempt) =>
        failure == ConnectionFailure.Interrupted || (failure == ConnectionFailure.Timeout && _options.RepeatsTimeouts && attempt == 1);

    private TimeSpan NextWait(ServiceException failure, int attempt)
    {
        var backoff = TimeSpan.FromTicks(
            (long)Math.Min(LongestBackoff.Ticks, _options.FirstDelay.Ticks * Math.Pow(2, attempt - 1) * (0.75 + (_options.Jitter() / 2)))
        );

        // An early retry would make the wait longer. A random delay spreads the retries of many clients.
        if (failure is not ServiceStatusException { RetryAfter: { } retryAfter })
        {
            return backoff;
        }

        // If the service requests no wait, but refuses again, its value is wrong, or the clock of this machine is fast.
        if (attempt > 1 && retryAfter < TimeSpan.FromSeconds(1))
        {
            return backoff;
        }

        return retryAfter + TimeSpan.FromTicks((long)(_options.FirstDelay.Ticks / 4 * _options.Jitter()));
    }

    private async Task<T> SendOnceAsync<T>(
        HttpMethod method,
        Uri address,
        string? body,
        bool anonymous,
        IDisposable permit,
        RateLimiter rateLimiter,
        Func<ResponseBuffer, T> read,
        CancellationToken cancellationToken
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.AttemptTimeout);
        using var request = new HttpRequestMessage(method, address);
        if (!anonymous)
        {
            request.Headers.Authorization = _authentication?.CreateHeader();
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        var watch = Stopwatch.StartNew();
        var outcome = "no response";
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            outcome = Invariant.Text((int)response.StatusCode);
            if (RateLimitHeaders.Read(response, _options.Clock.UtcNow) is { } allowance)
            {
                rateLimiter.Allow(allowance);
            }

            // A 401 has a body that says more.
            if (!anonymous && _authentication is not null && (int)response.StatusCode != 401 && LoginReason.Failure(response) is { } reason)
            {
                throw ServiceErrors.FromFailedLogin(address, reason);
            }

            using var abort = new ResponseAbort(response);
            using var registration = timeout.Token.Register(static state => ((ResponseAbort)state!).Abort(), abort);
            return await ReadAsync(response, method, address, permit, read, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (timeout.IsCancellationRequested && exception is not ServiceException)
        {
            // The read of a closed response can throw any exception. The caller's token separates a cancellation from a timeout.
            cancellationToken.ThrowIfCancellationRequested();
            outcome = "timed out";
            throw ServiceErrors.FromTimeout(address, _options.AttemptTimeout);
        }
        catch (Exception exception) when (ServiceErrors.IsConnectionFailure(exception))
        {
            throw ServiceErrors.FromConnection(exception, address);
        }
        finally
        {
            _options.Log?.Invoke($"{method} {address.GetLeftPart(UriPartial.Path)} -> {outcome}, {Invariant.Text((int)watch.ElapsedMilliseconds)} ms");
        }
    }

    private async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        HttpMethod method,
        Uri address,
        IDisposable permit,
        Func<ResponseBuffer, T> read,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw ServiceErrors.FromRedirect(response, address);
        }

        if (!response.IsSuccessStatusCode)
        {
            var text = await ReadErrorTextAsync(response, cancellationToken).ConfigureAwait(false);
            var error = Scrub(ErrorBody.Read(text));
            var failure = ServiceErrors.FromStatus(response, error, address, RetryAfter.Read(response, _options.Clock.UtcNow));
            throw status == 403 && _options.Refused is { } explain ? explain(method, address, failure) : failure;
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
        {
            throw ServiceErrors.FromWebPage(address);
        }

        try
        {
            // The complete body is read first. Otherwise, a broken connection would look like invalid JSON to the parser.
            // After a failure, the buffer is not reused, because the aborted read may still write to it.
            if (!_bodies.TryTake(out var body))
            {
                body = new ResponseBuffer();
            }

            await FillAsync(body, response, MaxBody, cancellationToken).ConfigureAwait(false);
            permit.Dispose();
            var value = read(body);
            _bodies.Add(body);
            return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw ServiceErrors.FromInvalidJson(address);
        }
    }

    // The key is removed after parsing, because JSON can escape any character of the key.
    private ErrorBody Scrub(ErrorBody error) =>
        _authentication is null
            ? error
            : new ErrorBody(error.Code is { } code ? _authentication.Scrub(code) : null, error.Message is { } message ? _authentication.Scrub(message) : null)
            {
                Scopes = error.Scopes.Select(_authentication.Scrub).ToArray(),
            };

    private static async Task<string> ReadErrorTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = new ResponseBuffer();
            await FillAsync(body, response, MaxErrorBody, cancellationToken).ConfigureAwait(false);
            using var text = Text(body);
            return await text.ReadToEndAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (ServiceErrors.IsConnectionFailure(exception) || exception is InvalidDataException)
        {
            // Without a complete body, the status is enough for the error, unless the read was cancelled.
            cancellationToken.ThrowIfCancellationRequested();
            return string.Empty;
        }
    }

    private static async Task FillAsync(ResponseBuffer body, HttpResponseMessage response, int maxLength, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await body.FillAsync(stream, maxLength, cancellationToken).ConfigureAwait(false);
    }

    private static JToken Parse(ResponseBuffer body)
    {
        using var text = Text(body);
        return JsonText.Parse(text);
    }

    private static T Read<T>(ResponseBuffer body, Func<JsonTextReader, T> read)
    {
        using var text = Text(body);
        return JsonText.Read(text, read);
    }

    private static StreamReader Text(ResponseBuffer body) => new(body, Encoding.UTF8, false, BufferSize, leaveOpen: true);

    private static HttpClientHandler CreateHandler(Uri address)
    {
        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // A response that may be closed during a read must not be decompressed at the same time; see ResponseAbort.
            AutomaticDecompression = ResponseAbort.ClosesAtOnce ? DecompressionMethods.None : DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = 32,
        };

        // Loopback needs no proxy.
        if (ServiceAddress.IsLoopback(address))
        {
            handler.UseProxy = false;
        }

        // Windows PowerShell 5.1 may still use TLS 1.0 by default. On .NET, the system chooses the version.
        if (ResponseAbort.ClosesAtOnce)
        {
            handler.SslProtocols = SslProtocols.Tls12;
        }

        return handler;
    }

    /// <summary>
    /// Aborts the read of a response by closing the response, for streams that ignore their cancellation token. On .NET Framework, such streams exist,
    /// and the response is closed at once. On .NET, closing is the last resort: closing a response during decompression frees memory that is still
    /// in use, and the process crashes.
    /// </summary>
    internal sealed class ResponseAbort : IDisposable
    {
        private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

        private readonly HttpResponseMessage _response;
        private int _isReadFinished;

        public ResponseAbort(HttpResponseMessage response) => _response = response;

        /// <summary>Whether a response is closed during a read. Such a response must not be decompressed at the same time.</summary>
        public static bool ClosesAtOnce { get; } = RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

        /// <summary>Aborts the read.</summary>
        public void Abort()
        {
            if (ClosesAtOnce)
            {
                _response.Dispose();
            }
            else
            {
                _ = CloseLaterAsync();
            }
        }

        /// <summary>Records that the read is finished.</summary>
        public void Dispose() => Volatile.Write(ref _isReadFinished, 1);

        private async Task CloseLaterAsync()
        {
            await Task.Delay(GracePeriod).ConfigureAwait(false);
            if (Volatile.Read(ref _isReadFinished) == 0)
            {
                _response.Dispose();
            }
        }
    }
}
