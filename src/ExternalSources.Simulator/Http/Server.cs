using System;
using System.Collections.Generic;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Threading;
using ExternalSources.Simulator.Control;
using ExternalSources.Simulator.Faults;
using ExternalSources.Simulator.Jira;
using ExternalSources.Simulator.Organization;
using ExternalSources.Simulator.State;
using ExternalSources.Simulator.UserManagement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ExternalSources.Simulator.Http;

/// <summary>Kestrel on loopback, with the order of the log, faults, gates, and routes.</summary>
internal static class Server
{
    public static WebApplication Create(SimulatorOptions options, SimulatorState state, FaultPlan faults, RequestLog requests, CancellationToken stopping)
    {
        // The empty builder reads no environment variable and no settings file, so nothing can change the address or add logging.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;

                // Two hundred account ids in a query exceed the default limit of eight kilobytes.
                kestrel.Limits.MaxRequestLineSize = 64 * 1024;
                kestrel.Limits.MaxRequestBufferSize = 1024 * 1024;
                kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
                for (var site = 1; site < options.Sites; site++)
                {
                    // The ports after a given port, so that a script can know them.
                    kestrel.Listen(IPAddress.Loopback, options.Port == 0 ? 0 : options.Port + site, listen => listen.Protocols = HttpProtocols.Http1);
                }
            });
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        var server = builder.Build();
        server.UseMiddleware<RequestLogging>(state, requests);
        server.UseWhen(IsService, services =>
        {
            services.UseMiddleware<FaultyDelivery>(faults, stopping);
            if (options.Compression)
            {
                services.UseResponseCompression();
            }

            services.UseMiddleware<FaultyResponse>().UseMiddleware<RateLimiting>(state);
        });
        server.UseMiddleware<FamilyGate>(state);
        server.UseMiddleware<LateReading>(state);
        server.UseRouting();
        OrganizationApi.Map(server, state);
        UserManagementApi.Map(server, state);
        JiraApi.Map(server, state);
        new ControlApi(state, faults, requests).Map(server);
        return server;
    }

    /// <summary>The addresses: one for each site. The first is that of the organization, too.</summary>
    public static IReadOnlyList<Uri> AddressesOf(WebApplication server) => [.. server.Urls.Select(url => new Uri(url))];

    private static bool IsService(HttpContext context) => ApiFamilies.Of(context.Request.Path) != ApiFamily.Control;
}
