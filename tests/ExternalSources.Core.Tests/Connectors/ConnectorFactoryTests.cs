using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Connectors.JiraCloud;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Connectors;

public class ConnectorFactoryTests
{
    [Theory]
    [InlineData(SourceType.Access, typeof(OrganizationConnector))]
    [InlineData(SourceType.JiraCloud, typeof(JiraCloudConnector))]
    public void Each_type_has_its_connector(SourceType type, Type connector)
    {
        using var made = ConnectorFactory.Create(SampleSource.Site(ServiceAddress.AdminApi) with { Type = type }, Canary.ApiKey, new TransportOptions());
        Assert.IsType(connector, made);
    }

    [Fact]
    public void Every_type_can_be_connected_and_tested()
    {
        foreach (var type in Enum.GetValues<SourceType>())
        {
            Assert.Contains("Test", ConnectorFactory.Capabilities(type).Select(capability => capability.Name));
        }
    }

    [Fact]
    public void A_capability_is_an_interface_that_the_connector_has()
    {
        Assert.Equal(
            [
                "AccountManagement",
                "ChangeGroupMembers",
                "KeyExpiry",
                "ManageAccounts",
                "ManageDirectoryAccess",
                "ReadActivity",
                "ReadDirectories",
                "ReadGroups",
                "ReadUsers",
                "RevokeAccess",
                "RevokeTokens",
                "Test",
            ],
            ConnectorFactory.Capabilities(SourceType.Access).Select(capability => capability.Name)
        );
        Assert.Equal(
            ["ChangeGroupMembers", "CreateIssues", "ReadGroups", "ReadUsers", "RemoveFromSite", "RevokeAccess", "Test"],
            ConnectorFactory.Capabilities(SourceType.JiraCloud).Select(capability => capability.Name)
        );
        Assert.All(ConnectorFactory.Capabilities(SourceType.Access), capability => Assert.NotEmpty(capability.Description));
    }
}
