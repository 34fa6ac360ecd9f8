using System;
using System.Linq;
using System.Net.Http.Headers;
using System.Text;
using ExternalSources.Simulator.State;
using Microsoft.AspNetCore.Http;

namespace ExternalSources.Simulator.Http;

/// <summary>The credentials of a request. Each API decides whether they are valid.</summary>
internal sealed class Caller
{
    private static readonly Caller Nobody = new();

    /// <summary>Whether the request has an Authorization header, valid or not.</summary>
    public bool Presented { get; private init; }

    /// <summary>The organization key, sent as a bearer token.</summary>
    public OrganizationKey? OrganizationKey { get; private init; }

    /// <summary>The site token, sent with the e-mail address of its owner.</summary>
    public SiteToken? SiteToken { get; private init; }

    /// <summary>The label of the key that the request contains, even in the wrong place.</summary>
    public string? Label { get; private init; }

    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Nobody;

    public static Caller Identify(HttpRequest request, SimulatorState state)
    {
        string? header = request.Headers.Authorization;
        if (header is null)
        {
            return Nobody;
        }

        if (!AuthenticationHeaderValue.TryParse(header, out var credentials) || credentials.Parameter is not { } parameter)
        {
            return new Caller { Presented = true };
        }

        if (IsScheme(credentials, "Bearer"))
        {
            return new Caller
            {
                Presented = true,
                OrganizationKey = state.OrganizationKeys.FirstOrDefault(key => Same(key.Secret, parameter)),
                Label = LabelOf(state, parameter),
            };
        }

        return IsScheme(credentials, "Basic") && TrySplit(parameter, out var email, out var secret)
            ? new Caller
            {
                Presented = true,
                SiteToken = state.SiteTokens.FirstOrDefault(token =>
                    Same(token.Secret, secret) && string.Equals(token.Email, email, StringComparison.OrdinalIgnoreCase)
                ),
                Label = LabelOf(state, secret),
            }
            : new Caller { Presented = true };
    }

    /// <summary>Decodes basic credentials, for faults that echo them.</summary>
    public static bool TrySplit(string parameter, out string email, out string secret)
    {
        email = secret = "";
        var bytes = new byte[parameter.Length];
        if (!Convert.TryFromBase64String(parameter, bytes, out var length))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return false;
        }

        (email, secret) = (text[..colon], text[(colon + 1)..]);
        return true;
    }

    private static bool IsScheme(AuthenticationHeaderValue credentials, string scheme) =>
        string.Equals(credentials.Scheme, scheme, StringComparison.OrdinalIgnoreCase);

    private static string? LabelOf(SimulatorState state, string secret) => state.AllKeys.FirstOrDefault(key => Same(key.Secret, secret))?.Label;

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);
}
