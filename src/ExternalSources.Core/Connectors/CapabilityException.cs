using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Core.Connectors;

/// <summary>The type of a source does not support what a command needs.</summary>
public sealed class CapabilityException : ExternalSourceException
{
    internal CapabilityException(ExternalSource source, string capability)
        : this(capability, source, $"cannot {Words(capability)} ({capability})", type => ConnectorFactory.CapabilityNames(type).Contains(capability)) { }

    internal CapabilityException(ExternalSource source, UserCriterion criterion)
        : this(criterion.ToString(), source, $"cannot select users by {criterion}", type => ConnectorFactory.Criteria(type).Criteria.Contains(criterion)) { }

    private CapabilityException(string capability, ExternalSource source, string problem, Func<SourceType, bool> isSupported)
        : base(
            $"'{source.Name}' is {Noun(source.Type)}. {Capitalized(Noun(source.Type))} {problem}.",
            $"Use a source of type {ConnectorFactory.TypesThat(isSupported)}."
        ) => Capability = capability;

    /// <summary>The capability that the source lacks.</summary>
    public string Capability { get; }

    /// <summary>The error for a source that does not return the roles of its users.</summary>
    internal static CapabilityException NoRoles(ExternalSource source) =>
        new("Roles", source, "does not return the roles of users (-Include Roles)", type => ConnectorFactory.Criteria(type).ReturnsRoles);

    private static string Noun(SourceType type) =>
        type switch
        {
            SourceType.Access => "an organization",
            SourceType.JiraCloud => "a Jira Cloud site",
            _ => $"a source of type {type}",
        };

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    // ManageAccounts: manage accounts.
    private static string Words(string capability) =>
        string.Concat(
            capability.Select((letter, i) => i > 0 && char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString())
        );
}
