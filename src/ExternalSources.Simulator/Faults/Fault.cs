using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Simulator.Http;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Faults;

/// <summary>
/// A fault: the requests that it applies to, the response, and how the response is delivered. It does nothing until it has an action,
/// and applies to every match unless a count limits it.
/// </summary>
public sealed class Fault
{
    private readonly Lock _lock = new();
    private readonly string _method;
    private readonly string _path;
    private readonly PathGlob _glob;
    private readonly TimeProvider _time;
    private readonly List<Func<HttpRequest, bool>> _conditions = [];
    private readonly List<(string Name, Func<string> Value)> _headers = [];
    private int _from = 1;
    private int _every = 1;
    private int _times = int.MaxValue;
    private int _matched;
    private int _applied;
    private bool _armed;

    internal Fault(int id, string method, string path, TimeProvider time)
    {
        Id = id;
        _method = method;
        _path = path;
        _glob = new PathGlob(path);
        _time = time;
    }

    /// <summary>The number of the fault in the control API.</summary>
    public int Id { get; }

    /// <summary>Requests that met the conditions.</summary>
    public int Matched => Volatile.Read(ref _matched);

    /// <summary>Requests that the fault was applied to.</summary>
    public int Applied => Volatile.Read(ref _applied);

    internal FaultContent Content { get; private set; }

    internal FaultDelivery Delivery { get; private set; }

    internal int Status { get; private set; } = StatusCodes.Status200OK;

    internal string? Body { get; private set; }

    internal string? ContentType { get; private set; }

    internal string? Detail { get; private set; }

    internal bool Bodyless { get; private set; }

    internal bool EchoesAuthorization { get; private set; }

    internal bool RunsRealOneFirst { get; private set; }

    internal TimeSpan Wait { get; private set; }

    internal TimeSpan Pause { get; private set; }

    internal int ChunkSize { get; private set; }

    internal HeldRequests? Held { get; private set; }

    internal Func<Task>? Action { get; private set; }

    internal bool RepeatsCursor { get; private set; }

    internal int CountAdjustment { get; private set; }

    /// <summary>Applies to this many matches, then stops.</summary>
    public Fault Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Set(() => _times = count);
    }

    public Fault Once() => Times(1);

    /// <summary>Applies to the nth match only, counted from 1.</summary>
    public Fault Nth(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return Set(() => (_from, _times) = (number, 1));
    }

    /// <summary>Skips this many matches first.</summary>
    public Fault After(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Set(() => _from = count + 1);
    }

    /// <summary>Applies to every nth match.</summary>
    public Fault Every(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Set(() => (_from, _every) = (count, count));
    }

    /// <summary>Adds a condition that requests must meet.</summary>
    public Fault Where(Func<HttpRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Set(() => _conditions.Add(condition));
    }

    public Fault WhereQuery(string name, string value) => Where(request => string.Equals(request.Query[name], value, StringComparison.Ordinal));

    /// <summary>Applies only to requests with the key of this label.</summary>
    public Fault WhereKey(string label) => Where(request => string.Equals(Caller.Of(request.HttpContext).Label, label, StringComparison.OrdinalIgnoreCase));

    /// <summary>Responds with a status and the error body of the path's API.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="retryAfter">The Retry-After header, in seconds, rounded up.</param>
    /// <param name="detail">The error message; null is the usual one.</param>
    public Fault Respond(int status, TimeSpan? retryAfter = null, string? detail = null)
    {
        Arm(() => (Content, Status, Detail) = (FaultContent.Error, status, detail));
        return retryAfter is { } wait ? RetryAfter(wait) : this;
    }

    /// <summary>Responds with this body.</summary>
    public Fault RespondWith(int status, string body, string contentType = "application/json") =>
        Arm(() => (Content, Status, Body, ContentType) = (FaultContent.Custom, status, body, contentType));

    /// <summary>Responds with an HTML login page, as a proxy does or a service whose session has expired.</summary>
    public Fault LoginPage(int status = StatusCodes.Status200OK) => Arm(() => (Content, Status) = (FaultContent.LoginPage, status));

    public Fault Redirect(Uri location, int status = StatusCodes.Status302Found)
    {
        ArgumentNullException.ThrowIfNull(location);
        Arm(() => (Content, Status) = (FaultContent.Redirect, status));
        return WithHeader("Location", location.OriginalString);
    }

    /// <summary>Responds with incomplete JSON. The Content-Length header is correct.</summary>
    public Fault MalformedJson(int status = StatusCodes.Status200OK) => Arm(() => (Content, Status) = (FaultContent.MalformedJson, status));

    public Fault EmptyBody(int status = StatusCodes.Status200OK) => Arm(() => (Content, Status) = (FaultContent.Empty, status));

    /// <summary>Sends the status and headers without a body.</summary>
    public Fault WithoutBody() => Set(() => Bodyless = true);

    public Fault WithHeader(string name, string value) => Set(() => _headers.Add((name, () => value)));

    public Fault RetryAfter(TimeSpan wait) => WithHeader("Retry-After", Seconds(wait).ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds Retry-After as a date, this long after the response. HTTP dates have whole seconds, so the date is rounded up.</summary>
    public Fault RetryAfterDate(TimeSpan wait) => Set(() => _headers.Add(("Retry-After", () => Later(wait).ToString("R", CultureInfo.InvariantCulture))));

    /// <summary>Adds X-RateLimit-Reset, this long after the response.</summary>
    public Fault RateLimitReset(TimeSpan wait) =>
        Set(() => _headers.Add(("X-RateLimit-Reset", () => Later(wait).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))));

    /// <summary>Adds RateLimit-Reason, for example <c>jira-burst-based</c>.</summary>
    public Fault RateLimitReason(string reason) => WithHeader("RateLimit-Reason", reason);

    /// <summary>Puts the request's Authorization header, raw and decoded, into the error message.</summary>
    public Fault EchoAuthorization() => Set(() => EchoesAuthorization = true);

    /// <summary>Lets the service process the request before the fault applies. The write takes effect, but the response is the fault's.</summary>
    public Fault AfterProcessing() => Set(() => RunsRealOneFirst = true);

    /// <summary>Waits before it sends the headers.</summary>
    public Fault Delay(TimeSpan wait) => Arm(() => Wait = wait);

    /// <summary>Sends the body in chunks, with a pause between them.</summary>
    public Fault SlowBody(TimeSpan pause, int chunkSize = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        return Arm(() => (Delivery, Pause, ChunkSize) = (FaultDelivery.Slow, pause, chunkSize));
    }

    /// <summary>Resets the connection before the first byte of the response.</summary>
    public Fault Reset() => Arm(() => Delivery = FaultDelivery.Reset);

    /// <summary>Resets the connection after half of the body.</summary>
    public Fault ResetHalfway() => Arm(() => Delivery = FaultDelivery.ResetHalfway);

    /// <summary>Closes the connection properly after half of the announced body.</summary>
    public Fault Truncate() => Arm(() => Delivery = FaultDelivery.Truncated);

    /// <summary>Holds the requests until they are released or the client gives up. Released requests get their response.</summary>
    public HeldRequests Hold()
    {
        var held = new HeldRequests();
        Arm(() => Held = held);
        return held;
    }

    /// <summary>Runs code before the service responds as usual, for example a change by another person in the middle of a list.</summary>
    public Fault Do(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Do(() =>
        {
            action();
            return Task.CompletedTask;
        });
    }

    /// <summary>Runs code before the service responds as usual.</summary>
    public Fault Do(Func<Task> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Arm(() => Action = action);
    }

    /// <summary>Returns the request's cursor as the next cursor, so that the same page repeats. The first page has no cursor to repeat.</summary>
    public Fault RepeatCursor() => Arm(() => RepeatsCursor = true);

    /// <summary>Changes counts and totals in the response by this number.</summary>
    public Fault AdjustCount(int by) => Arm(() => CountAdjustment = by);

    /// <summary>The method, path, and action.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_method} {_path}: {Content} {Status}, {Delivery}, {Applied} of {Matched}");

    internal bool Strikes(HttpRequest request)
    {
        lock (_lock)
        {
            if (!_armed || !Meets(request))
            {
                return false;
            }

            _matched++;
            if (_applied >= _times || _matched < _from || (_matched - _from) % _every != 0)
            {
                return false;
            }

            _applied++;
            return true;
        }
    }

    internal void WriteHeaders(IHeaderDictionary headers)
    {
        lock (_lock)
        {
            foreach ((var name, var value) in _headers)
            {
                headers[name] = value();
            }
        }
    }

    private bool Meets(HttpRequest request) =>
        (_method == "*" || string.Equals(_method, request.Method, StringComparison.OrdinalIgnoreCase))
        && _glob.Matches(request.Path.Value ?? "/")
        && _conditions.TrueForAll(condition => condition(request));

    private Fault Arm(Action action) =>
        Set(() =>
        {
            action();
            _armed = true;
        });

    private Fault Set(Action action)
    {
        lock (_lock)
        {
            action();
        }

        return this;
    }

    private DateTimeOffset Later(TimeSpan wait)
    {
        var later = _time.GetUtcNow() + wait;
        var over = later.Ticks % TimeSpan.TicksPerSecond;
        return over == 0 ? later : later.AddTicks(TimeSpan.TicksPerSecond - over);
    }

    private static long Seconds(TimeSpan wait) => (long)Math.Ceiling(wait.TotalSeconds);
}

/// <summary>The content of a fault's response.</summary>
internal enum FaultContent
{
    /// <summary>The response of the service.</summary>
    Real,
    Error,
    LoginPage,
    Redirect,
    MalformedJson,
    Empty,
    Custom,
}

/// <summary>How the response is delivered.</summary>
internal enum FaultDelivery
{
    Whole,
    Slow,
    Reset,
    ResetHalfway,
    Truncated,
}
