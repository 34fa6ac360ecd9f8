using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors.JiraCloud;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>Knows every source type: a new one is a line here and a folder beside it.</summary>
internal static class ConnectorFactory
{
    private static readonly Dictionary<SourceType, (Type Connector, Func<ExternalSource, ApiKey, TransportOptions, ISourceConnector> Create)> Types = new()
    {
        [SourceType.Access] = (typeof(OrganizationConnector), (source, key, options) => new OrganizationConnector(source, key, options)),
        [SourceType.JiraCloud] = (typeof(JiraCloudConnector), (source, key, options) => new JiraCloudConnector(source, key, options)),
    };

    private static readonly Dictionary<SourceType, CapabilityAttribute[]> CapabilitiesOf = Types.ToDictionary(
        type => type.Key,
        type => ReadCapabilities(type.Value.Connector)
    );

    private static readonly Dictionary<SourceType, IReadOnlyList<string>> NamesOf = CapabilitiesOf.ToDictionary(
        type => type.Key,
        type => ReadableList.Of<string>(type.Value.Select(capability => capability.Name).ToArray())
    );

    public static ISourceConnector Create(ExternalSource source, ApiKey key, TransportOptions options) => Types[source.Type].Create(source, key, options);

    /// <summary>The capabilities of a source type: the marked interfaces that its connector implements.</summary>
    public static IReadOnlyList<CapabilityAttribute> Capabilities(SourceType type) => CapabilitiesOf[type];

    /// <summary>By what a source type can select users.</summary>
    public static UserCriteriaAttribute Criteria(SourceType type) => Types[type].Connector.GetCustomAttribute<UserCriteriaAttribute>()!;

    /// <summary>The names of a source type's capabilities.</summary>
    public static IReadOnlyList<string> CapabilityNames(SourceType type) => NamesOf[type];

    private static CapabilityAttribute[] ReadCapabilities(Type connector) =>
        connector
            .GetInterfaces()
            .Select(capability => capability.GetCustomAttribute<CapabilityAttribute>())
            .OfType<CapabilityAttribute>()
            .OrderBy(capability => capability.Name, StringComparer.Ordinal)
            .ToArray();
}
