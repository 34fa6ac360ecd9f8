using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using ExternalSources.Contract.Tests.Documents;
using ExternalSources.Simulator;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace ExternalSources.Contract.Tests.Simulator;

/// <summary>A route of the simulator.</summary>
internal sealed class Endpoint(string method, string path)
{
    private readonly RouteTemplate _template = TemplateParser.Parse(path);

    public HttpMethod Method { get; } = HttpMethod.Parse(method);

    public string Path { get; } = path;

    /// <summary>The routes of the services, without those that control the simulator.</summary>
    public static IReadOnlyList<Endpoint> AllOf(AtlassianSimulator simulator) =>
        [
            .. simulator
                .Endpoints.Where(endpoint => !endpoint.Path.StartsWith("/_simulator", StringComparison.Ordinal))
                .Select(endpoint => new Endpoint(endpoint.Method, endpoint.Path)),
        ];

    public bool IsOf(Exchange exchange) => exchange.Method == Method && ValuesIn(exchange.Path) is not null;

    /// <summary>The values of the placeholders in a path; null when the path belongs to another route.</summary>
    public RouteValueDictionary? ValuesIn(string path)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(_template, []).TryMatch(path, values) ? values : null;
    }

    public override string ToString() => $"{Method} {Path}";
}
