using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Http;

/// <summary>
/// Sends requests to one source's address and to no other: no redirect is followed, no cookie kept, no plain HTTP spoken beyond loopback.
/// Repeats what is safe to repeat when the service or the network has a bad moment.
/// </summary>
internal sealed class ServiceClient : IDisposable
{
    private const int MaxErrorBody = 64 * 1024;
    private const int BufferSize = 16 * 1024;

    /// <summary>The largest page of the largest list takes about one MB.</summary>
    private const int MaxBody = 32 * 1024 * 1024;

    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(30);

    private readonly Uri _base;
    private readonly Authentication? _authentication;
    private readonly TransportOptions _options;
    private readonly HttpClient _http;
    private readonly RateLimiter _gate;
    private readonly SemaphoreSlim _slots;

    /// <summary>Where bodies are read into, again and again.</summary>
    private readonly ConcurrentBag<ResponseBuffer> _bodies = new();

    /// <summary>A client for the addresses below <paramref name="address"/>, which ends with a slash.</summary>
    public ServiceClient(Uri address, Authentication? authentication, TransportOptions options)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !ServiceAddress.IsLoopback(address))
        {
            throw new InvalidInputException("Url", $"'{address}' is not an https address.", "Use https: a key is never sent unencrypted.");
        }

        _base = address;
        _authentication = authentication;
        _options = options;
        _gate = new RateLimiter(options.Clock);
        _slots = new SemaphoreSlim(options.MaxRequests);
        _http = new HttpClient(options.CreateHandler?.Invoke(address) ?? CreateHandler(address)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("ExternalSources", typeof(ServiceClient).Assembly.GetName().Version!.ToString(3)));
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Reads a JSON answer; repeats the request while that may help.</summary>
    /// <param name="path">The path below the client's address, without a leading slash.</param>
    /// <param name="anonymous">Whether to leave the credentials out.</param>
    /// <param name="cancellationToken">Ends the request and the waits.</param>
    public Task<JToken> GetAsync(string path, bool anonymous, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, anonymous, false, Parse, cancellationToken);

    /// <summary>Reads a JSON answer straight into objects, without a tree in between.</summary>
    public Task<T> ReadAsync<T>(string path, Func<JsonTextReader, T> read, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, false, false, body => Read(body, read), cancellationToken);

    /// <summary>Sends a search and reads its answer straight into objects.</summary>
    /// <param name="path">The path below the client's address, without a leading slash.</param>
    /// <param name="query">The search.</param>
    /// <param name="arrived">Given the answer once it is there, before it is parsed.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellationToken">Ends the request and the waits.</param>
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

    /// <summary>Sends a search, which changes nothing and may therefore be repeated like a read.</summary>
    public Task<JToken> SearchAsync(string path, JObject query, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, query.ToString(Formatting.None), false, false, Parse, cancellationToken);

    /// <summary>
    /// Sends what changes something. It is sent again only when the service surely has not done it: when it refused for its rate limit, or was
    /// not reached. Any other failure leaves open whether it was done, and whoever asked for it has to find out; see <see cref="WriteFailures"/>.
    /// </summary>
    public Task WriteAsync(HttpMethod method, string path, JObject? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body?.ToString(Formatting.None), false, true, static _ => true, cancellationToken);

    /// <summary>Sends what changes something, and reads the answer.</summary>
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
                $"'{address.GetLeftPart(UriPartial.Path)}' is outside of the source's address.",
                "Report this: a key goes only to the address it was registered for."
            );
        }

        var waited = TimeSpan.Zero;
        for (var attempt = 1; ; attempt++)
        {
            ServiceException failure;
            try
            {
                using var slot = await RequestSlot.EnterAsync(_slots, cancellationToken).ConfigureAwait(false);
                using var use = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                if (isWrite)
                {
                    _options.Clock.ThrowIfStopped();
                }

                var value = await SendOnceAsync(method, address, body, anonymous, slot, read, cancellationToken).ConfigureAwait(false);
                _gate.Granted();
                return value;
            }
            catch (ServiceStatusException exception)
                when (isWrite ? exception.StatusCode == 429 : StatusErrors.IsTransient((HttpStatusCode)exception.StatusCode))
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
            // The spread that is added to what the service asks for does not make it too long.
            var wait = NextWait(failure, attempt);
            if (((failure as ServiceStatusException)?.RetryAfter ?? wait) > _options.MaxWait)
            {
                throw failure;
            }

            var isLimit = failure is ServiceStatusException { StatusCode: 429 };
            if (isLimit)
            {
                // The limit is the source's, so every request to it waits, whether this one goes on or not; the gate at the loop's start does the waiting.
                _gate.Refused(_options.Clock.UtcNow + wait);
                waited += wait;
            }

            if (isLimit || failure is ServiceStatusException { RetryAfter: not null })
            {
                _options.Waiting?.Invoke(wait);
                _options.Log?.Invoke($"{address.Host} asks to wait for {Invariant.Duration(wait)}.");
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

    private bool MayComeBack(ConnectionFailure failure, int attempt) =>
        failure == ConnectionFailure.Interrupted || (failure == ConnectionFailure.Timeout && _options.RepeatsTimeouts && attempt == 1);

    private TimeSpan NextWait(ServiceException failure, int attempt)
    {
        var backoff = TimeSpan.FromTicks(
            (long)Math.Min(LongestBackoff.Ticks, _options.FirstDelay.Ticks * Math.Pow(2, attempt - 1) * (0.75 + (_options.Jitter() / 2)))
        );

        // Never earlier than asked: a request repeated too early makes the wait longer. A little later spreads the clients.
        if (failure is not ServiceStatusException { RetryAfter: { } hint })
        {
            return backoff;
        }
        // A service that says "now" and refuses again does not mean it, or this machine's clock is ahead of it.
        if (attempt > 1 && hint < TimeSpan.FromSeconds(1))
        {
            return backoff;
        }

        return hint + TimeSpan.FromTicks((long)(_options.FirstDelay.Ticks / 4 * _options.Jitter()));
    }

    private async Task<T> SendOnceAsync<T>(
        HttpMethod method,
        Uri address,
        string? body,
        bool anonymous,
        RequestSlot slot,
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
        var outcome = "no answer";
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            outcome = Invariant.Text((int)response.StatusCode);
            using var end = new ReadEnd(response);
            using var abort = timeout.Token.Register(static state => ((ReadEnd)state!).Cancel(), end);
            return await ReadAsync(response, address, slot, read, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (timeout.IsCancellationRequested && exception is not ServiceException)
        {
            // Whoever reads an answer that has just been closed may fail in any way. A time-out and a cancellation look alike: our own token tells which it was.
            cancellationToken.ThrowIfCancellationRequested();
            outcome = "timed out";
            throw ConnectionFailures.Timeout(address, _options.AttemptTimeout);
        }
        catch (Exception exception) when (ConnectionFailures.IsOne(exception))
        {
            throw ConnectionFailures.Describe(exception, address);
        }
        finally
        {
            _options.Log?.Invoke($"{method} {address.GetLeftPart(UriPartial.Path)} -> {outcome}, {Invariant.Text((int)watch.ElapsedMilliseconds)} ms");
        }
    }

    private async Task<T> ReadAsync<T>(
        HttpResponseMessage response,
        Uri address,
        RequestSlot slot,
        Func<ResponseBuffer, T> read,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw Redirect(response, address);
        }

        if (!response.IsSuccessStatusCode)
        {
            var text = await ReadErrorTextAsync(response, cancellationToken).ConfigureAwait(false);
            var error = Scrub(ErrorBody.Read(text));
            throw StatusErrors.Create(response, error, address, RetryAfter.Read(response, _options.Clock.UtcNow));
        }

        if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
        {
            throw new UnexpectedResponseException(
                $"{address.Host} answered with a web page instead of data.",
                "A log-in page of a proxy or of single sign-on stands between this machine and the service, or the address is not that of the API. Open the address in a browser on this machine to see it."
            );
        }

        try
        {
            // The body is read whole before it is parsed: a parser meets a connection that breaks as broken JSON.
            // Whoever fails keeps it: a read that was broken off may still write to it.
            if (!_bodies.TryTake(out var body))
            {
                body = new ResponseBuffer();
            }

            await FillAsync(body, response, MaxBody, cancellationToken).ConfigureAwait(false);
            slot.Dispose();
            var value = read(body);
            _bodies.Add(body);
            return value;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            // The parser's message quotes the text, which is the service's and may hold anything.
            throw new UnexpectedResponseException(
                $"{address.Host} answered with something that is not JSON.",
                "Try again; if it stays so, a proxy changes the answers, or the address is not that of the API."
            );
        }
    }

    // Only when it has been read: JSON may write any character of the key in another way.
    private ErrorBody Scrub(ErrorBody error) =>
        _authentication is null
            ? error
            : new ErrorBody(error.Code is { } code ? _authentication.Scrub(code) : null, error.Message is { } message ? _authentication.Scrub(message) : null);

    private static ServiceRedirectException Redirect(HttpResponseMessage response, Uri address)
    {
        var target =
            response.Headers.Location is { } location && Uri.TryCreate(address, location, out var absolute)
                ? absolute.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)
                : "another address";
        return new ServiceRedirectException(
            $"{address.Host} redirects to {target}. The key was not sent there.",
            "If the site was renamed or the address was not exact, give the new address together with the key; otherwise do not trust the redirect."
        );
    }

    private static async Task<string> ReadErrorTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var body = new ResponseBuffer();
            await FillAsync(body, response, MaxErrorBody, cancellationToken).ConfigureAwait(false);
            using var text = Text(body);
            return await text.ReadToEndAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (ConnectionFailures.IsOne(exception) || exception is InvalidDataException)
        {
            // The status says enough when its explanation breaks off, unless it was us who broke it off.
            cancellationToken.ThrowIfCancellationRequested();
            return string.Empty;
        }
    }

    private static async Task FillAsync(ResponseBuffer body, HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        await body.FillAsync(stream, most, cancellationToken).ConfigureAwait(false);
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
            // An answer that may have to be closed while it is read must not be decompressed at the same time; see ReadEnd.
            AutomaticDecompression = ReadEnd.ClosesAtOnce ? DecompressionMethods.None : DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = 32,
        };

        // A proxy has no business between this machine and itself.
        if (ServiceAddress.IsLoopback(address))
        {
            handler.UseProxy = false;
        }

        // Windows PowerShell 5.1 may still default to TLS 1.0; .NET leaves the choice to the system, as it should be.
        if (ReadEnd.ClosesAtOnce)
        {
            handler.SslProtocols = SslProtocols.Tls12;
        }

        return handler;
    }
}
