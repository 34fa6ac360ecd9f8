using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>A source's type cannot do what was asked for.</summary>
public sealed class CapabilityException : ExternalSourceException
{
    internal CapabilityException(ExternalSource source, string capability)
        : base(
            $"'{source.Name}' is a source of type {source.Type}, which cannot do this ({capability}).",
            $"Sources of type {string.Join(" or ", ((SourceType[])Enum.GetValues(typeof(SourceType))).Where(type => ConnectorFactory.CapabilityNames(type).Contains(capability)))} can."
        ) => Capability = capability;

    internal CapabilityException(ExternalSource source, UserCriterion criterion)
        : base(
            $"'{source.Name}' is a source of type {source.Type}, which cannot select by {criterion}.",
            $"Sources of type {string.Join(" or ", ((SourceType[])Enum.GetValues(typeof(SourceType))).Where(type => ConnectorFactory.Criteria(type).Criteria.Contains(criterion)))} can."
        ) => Capability = criterion.ToString();

    private CapabilityException(string capability, string message, string recommendation)
        : base(message, recommendation) => Capability = capability;

    /// <summary>What was asked for.</summary>
    public string Capability { get; }

    /// <summary>The source does not tell the roles of its users.</summary>
    internal static CapabilityException NoRoles(ExternalSource source) =>
        new(
            "Roles",
            $"'{source.Name}' is a source of type {source.Type}, which does not tell the roles of its users (-Include Roles).",
            $"Sources of type {string.Join(" or ", ((SourceType[])Enum.GetValues(typeof(SourceType))).Where(type => ConnectorFactory.Criteria(type).ReturnsRoles))} do."
        );
}
