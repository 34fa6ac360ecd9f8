using System;
using System.Reflection;

namespace ExternalSources.Core.Connectors;

/// <summary>Marks an interface as a capability that source types have or lack.</summary>
[AttributeUsage(AttributeTargets.Interface)]
internal sealed class CapabilityAttribute : Attribute
{
    public CapabilityAttribute(string name, string description)
    {
        Name = name;
        Description = description;
    }

    public string Name { get; }

    public string Description { get; }

    /// <summary>The name of a capability; the name of the interface if the interface is not marked.</summary>
    public static string NameOf(Type capability) => capability.GetCustomAttribute<CapabilityAttribute>()?.Name ?? capability.Name;
}
