using System;
using System.Linq;
using System.Reflection;
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
    public void The_capabilities_of_a_source_type_are_listed_by_name()
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
                "ReadWorkspaces",
                "RevokeAccess",
                "RevokeRoles",
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

    [Fact]
    public void A_connector_hands_out_the_capabilities_that_its_type_lists_and_no_others()
    {
        var interfaces = typeof(ISourceConnector)
            .Assembly.GetTypes()
            .Select(type => (Interface: type, type.GetCustomAttribute<CapabilityAttribute>()?.Name))
            .Where(entry => entry.Name is not null)
            .ToArray();
        foreach (var type in Enum.GetValues<SourceType>())
        {
            var source = SampleSource.Site(ServiceAddress.AdminApi) with { Type = type };
            using var connector = ConnectorFactory.Create(source, Canary.ApiKey, new TransportOptions());
            Assert.Equal(
                ConnectorFactory.CapabilityNames(type),
                interfaces.Where(entry => IsHandedOut(connector, entry.Interface)).Select(entry => entry.Name!).Order(StringComparer.Ordinal)
            );
            Assert.NotNull(connector.Get<IUserStates>());
        }
    }

    [Fact]
    public void A_missing_capability_is_an_error_that_names_the_source_types_that_have_it()
    {
        using var connector = ConnectorFactory.Create(SampleSource.Site(ServiceAddress.AdminApi), Canary.ApiKey, new TransportOptions());
        var exception = Assert.Throws<CapabilityException>(connector.Get<IAccountLifecycle>);
        Assert.Equal("ManageAccounts", exception.Capability);
        Assert.EndsWith("is a Jira Cloud site. A Jira Cloud site cannot manage accounts (ManageAccounts).", exception.Message, StringComparison.Ordinal);
        Assert.Equal("Use a source of type Access.", exception.Recommendation);
    }

    private static bool IsHandedOut(ISourceConnector connector, Type capability)
    {
        try
        {
            var handed = typeof(ISourceConnector).GetMethod(nameof(ISourceConnector.Get))!.MakeGenericMethod(capability).Invoke(connector, null);
            Assert.IsAssignableFrom(capability, handed);
            return true;
        }
        catch (TargetInvocationException exception) when (exception.InnerException is CapabilityException)
        {
            return false;
        }
    }
}
