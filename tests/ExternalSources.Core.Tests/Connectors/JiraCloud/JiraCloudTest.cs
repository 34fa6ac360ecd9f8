using System;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;

namespace ExternalSources.Core.Tests.Connectors.JiraCloud;

public abstract class JiraCloudTest : ConnectorTest
{
    private protected ExternalSource Source => SampleSource.Site(Simulator.Address) with { ExpiresOn = TestClock.Start.AddDays(200) };

    private protected Task<SourceInspection> InspectAsync(Func<ExternalSource, ExternalSource>? change = null) =>
        InspectAsync(change is null ? Source : change(Source));
}
