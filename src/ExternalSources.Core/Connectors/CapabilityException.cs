using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>The type of a source does not support what was requested.</summary>
public sealed class CapabilityException : ExternalSourceException
{
    internal CapabilityException(ExternalSource source, string capability)
        : this(
            capability,
            $"'{source.Name}' does not support {capability}, because it is a source of type {source.Type}.",
            ConnectorFactory.TypesThat(type => ConnectorFactory.CapabilityNames(type).Contains(capability))
        ) { }

    internal CapabilityException(ExternalSource source, UserCriterion criterion)
        : this(
            criterion.ToString(),
            $"'{source.Name}' cannot select users by {criterion}, because it is a source of type {source.Type}.",
            ConnectorFactory.TypesThat(type => ConnectorFactory.Criteria(type).Criteria.Contains(criterion))
        ) { }

    private CapabilityException(string capability, string message, string types)
        : base(message, $"Use a source of type {types}.") => Capability = capability;

    /// <summary>The capability or the criterion that was requested.</summary>
    public string Capability { get; }

    /// <summary>The source does not return the roles of its users.</summary>
    internal static CapabilityException NoRoles(ExternalSource source) =>
        new(
            "Roles",
            $"'{source.Name}' does not return the roles of users (-Include Roles), because it is a source of type {source.Type}.",
            ConnectorFactory.TypesThat(type => ConnectorFactory.Criteria(type).ReturnsRoles)
        );
}
