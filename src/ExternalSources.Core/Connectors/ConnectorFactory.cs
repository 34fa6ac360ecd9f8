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

/// <summary>Creates the connector of each source type. A new source type is one line here and one folder beside this file.</summary>
internal static class ConnectorFactory
{
    private static readonly Dictionary<SourceType, Entry> Types = new()
    {
        [SourceType.Access] = new(typeof(OrganizationConnector), OrganizationConnector.Capabilities.Interfaces, (source, key, options) =>
            new OrganizationConnector(source, key, options)
        ),
        [SourceType.JiraCloud] = new(typeof(JiraCloudConnector), JiraCloudConnector.Capabilities.Interfaces, (source, key, options) =>
            new JiraCloudConnector(source, key, options)
        ),
    };

    public static ISourceConnector Create(ExternalSource source, ApiKey key, TransportOptions options) => Types[source.Type].Create(source, key, options);

    /// <summary>The capabilities of a source type, by name. No connection is needed.</summary>
    public static IReadOnlyList<CapabilityAttribute> Capabilities(SourceType type) => Types[type].Capabilities;

    /// <summary>The names of a source type's capabilities.</summary>
    public static IReadOnlyList<string> CapabilityNames(SourceType type) => Types[type].Names;

    /// <summary>The criteria by which a source type can select users.</summary>
    public static UserCriteriaAttribute Criteria(SourceType type) => Types[type].Connector.GetCustomAttribute<UserCriteriaAttribute>()!;

    /// <summary>The source types that meet a condition, as errors list them.</summary>
    public static string TypesThat(Func<SourceType, bool> condition) => string.Join(" or ", Types.Keys.Where(condition));

    private sealed class Entry
    {
        public Entry(Type connector, IEnumerable<Type> capabilities, Func<ExternalSource, ApiKey, TransportOptions, ISourceConnector> create)
        {
            Connector = connector;
            Create = create;
            Capabilities = capabilities
                .Select(capability => capability.GetCustomAttribute<CapabilityAttribute>())
                .OfType<CapabilityAttribute>()
                .OrderBy(capability => capability.Name, StringComparer.Ordinal)
                .ToArray();
            Names = ReadableList.Of<string>(Capabilities.Select(capability => capability.Name).ToArray());
        }

        public Type Connector { get; }

        public Func<ExternalSource, ApiKey, TransportOptions, ISourceConnector> Create { get; }

        public IReadOnlyList<CapabilityAttribute> Capabilities { get; }

        public IReadOnlyList<string> Names { get; }
    }
}
