using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Connectors.JiraCloud;

/// <summary>The connection to a site. It opens with the first request, because a token with scopes needs the site's cloud id.</summary>
internal sealed class JiraConnection : IDisposable
{
    private readonly ApiKey _key;
    private readonly TransportOptions _options;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly SharedRead<string?> _cloudId = new();
    private JiraCloudClient? _client;

    public JiraConnection(ExternalSource source, ApiKey key, TransportOptions options)
    {
        Source = source;
        _key = key;
        _options = options;
        Queries = new JiraQueries(this);
    }

    public ExternalSource Source { get; }

    public Clock Clock => _options.Clock;

    public JiraQueries Queries { get; }

    /// <summary>
    /// Returns the client, and opens the connection first if necessary. Capabilities that read lists call this before they read, so that a failure to
    /// open the connection is not reported as an incomplete list.
    /// </summary>
    public async Task<JiraCloudClient> ClientAsync(CancellationToken cancellationToken)
    {
        if (_client is { } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _client ?? Open(Source.ScopedToken ? await RequireCloudIdAsync(cancellationToken).ConfigureAwait(false) : null);
        }
        finally
        {
            _opening.Release();
        }
    }

    public async Task<ServiceClient> ServiceAsync(CancellationToken cancellationToken) => (await ClientAsync(cancellationToken).ConfigureAwait(false)).Service;

    /// <summary>Creates a client without credentials. The caller disposes it.</summary>
    public JiraCloudClient CreateAnonymousClient() => new(Source.Url, null, _options);

    /// <summary>Opens the connection: at Atlassian's gateway for a token with scopes, otherwise at the site.</summary>
    /// <param name="cloudId">The site's cloud id; <see langword="null"/> for a token without scopes.</param>
    public JiraCloudClient Open(string? cloudId)
    {
        // Anybody may have edited the store file since the key was given.
        if (!ServiceAddress.IsSite(Source.Url))
        {
            throw new InvalidInputException(
                "Url",
                $"{Source.Url.Authority} is not an address of Atlassian's cloud. No credentials were sent.",
                "Connect the site again with New-ExternalSource -Force."
            );
        }

        // https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/: only the gateway accepts tokens with scopes.
        var root = cloudId is null ? Source.Url : new Uri(ServiceAddress.Gateway(Source.Url), "ex/jira/" + Uri.EscapeDataString(cloudId) + "/");
        return _client = new JiraCloudClient(
            root,
            Authentication.Basic(Source.UserEmail!, _key),
            _options with
            {
                Refused = (method, address, refusal) => Right.Explain(Source, method.Method, address, refusal),
            }
        );
    }

    public void Dispose() => _client?.Dispose();

    /// <summary>Returns the applications that applications and workspaces select on this site.</summary>
    /// <exception cref="InvalidInputException">A workspace is not on this site.</exception>
    public async Task<IReadOnlyList<ApplicationSelector>> SelectAsync(
        IReadOnlyList<ApplicationSelector> applications,
        IReadOnlyList<string> workspaces,
        CancellationToken cancellationToken
    )
    {
        if (workspaces.Count == 0)
        {
            return applications;
        }

        var selected = WorkspaceSelection.OnSite(applications, workspaces, Source, await CloudIdAsync(cancellationToken).ConfigureAwait(false));
        if (selected is not null)
        {
            return selected;
        }

        var roles = await Queries.ApplicationRolesAsync([], cancellationToken).ConfigureAwait(false);
        // No selector would mean no filter.
        return roles.Count > 0
            ? roles.Select(role => (ApplicationSelector)role.Application).Distinct().ToArray()
            : throw new InvalidInputException("Workspace", $"'{Source.Name}' has no applications.", "Omit -Workspace, or specify another source.");
    }

    /// <summary>Returns the site's cloud id; <see langword="null"/> if it cannot be read. It is asked once.</summary>
    public Task<string?> CloudIdAsync(CancellationToken cancellationToken) =>
        _cloudId.GetAsync(
            async token => Source.CloudId ?? (await Result.OfAsync(() => RequireCloudIdAsync(token)).ConfigureAwait(false)).Value,
            cancellationToken
        );

    /// <summary>GET /_edge/tenant_info, without credentials.</summary>
    private async Task<string> RequireCloudIdAsync(CancellationToken cancellationToken)
    {
        if (Source.CloudId is { } known)
        {
            return known;
        }

        using var anonymous = CreateAnonymousClient();
        return await anonymous.GetCloudIdAsync(cancellationToken).ConfigureAwait(false);
    }
}
