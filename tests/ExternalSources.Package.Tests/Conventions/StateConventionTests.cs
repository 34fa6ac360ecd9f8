using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Conventions;

/// <summary>Statics outlive Remove-Module, and all sessions of a process share them.</summary>
public sealed class StateConventionTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly FieldInfo[] Fields =
    [
        .. PackageAssembly
            .Module.GetTypes()
            .Concat(PackageAssembly.Core.GetTypes())
            .Where(type => type.Namespace?.StartsWith("ExternalSources", StringComparison.Ordinal) == true && !IsHelper(type))
            .SelectMany(type => type.GetFields(Statics))
            .Where(field => !field.IsLiteral && !IsHelper(field)),
    ];

    [Fact]
    public void No_static_field_can_be_set_again() => Assert.Empty(Describe(Fields.Where(field => !field.IsInitOnly)));

    [Fact]
    public void No_static_collection_can_be_changed_from_outside_its_class() =>
        Assert.Empty(Describe(Fields.Where(field => !field.IsPrivate && typeof(System.Collections.ICollection).IsAssignableFrom(field.FieldType))));

    private static IEnumerable<string> Describe(IEnumerable<FieldInfo> fields) => fields.Select(field => $"{field.DeclaringType}.{field.Name}");

    /// <summary>What the compiler adds by itself; not what it adds for an auto-property, which is somebody's state.</summary>
    private static bool IsHelper(MemberInfo member) =>
        member is Type ? member.IsDefined(typeof(CompilerGeneratedAttribute)) : member.Name.StartsWith("CS$", StringComparison.Ordinal);
}
