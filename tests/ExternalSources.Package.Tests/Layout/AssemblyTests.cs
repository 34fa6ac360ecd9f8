using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.Versioning;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Layout;

public sealed class AssemblyTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Both => ["ExternalSources", "ExternalSources.Core"];

    [Theory]
    [MemberData(nameof(Both))]
    public void Both_are_built_for_every_edition_of_PowerShell(string name) =>
        Assert.Equal(".NETStandard,Version=v2.0", Of(name).GetCustomAttribute<TargetFrameworkAttribute>()!.FrameworkName);

    [Fact]
    public void The_module_references_Core_and_the_standard_library_of_PowerShell()
    {
        Assert.Equal(
            ["ExternalSources.Core", "System.Management.Automation", "netstandard"],
            References(PackageAssembly.Module).Where(name => name != "Newtonsoft.Json")
        );
        var engine = PackageAssembly.Module.GetReferencedAssemblies().Single(name => name.Name == "System.Management.Automation");
        Assert.Equal(new Version(3, 0, 0, 0), engine.Version);
    }

    [Fact]
    public void Core_knows_no_PowerShell() => Assert.Equal(["Newtonsoft.Json", "netstandard"], References(PackageAssembly.Core));

    [Fact]
    public void The_JSON_library_is_the_one_that_PowerShell_7_has_loaded()
    {
        var version = FileVersionInfo.GetVersionInfo(PackageAssembly.PathOf("Newtonsoft.Json.dll"));
        Assert.StartsWith("13.0.", version.FileVersion, StringComparison.Ordinal);
        Assert.Equal(new Version(13, 0, 0, 0), AssemblyName.GetAssemblyName(PackageAssembly.PathOf("Newtonsoft.Json.dll")).Version);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void No_public_signature_names_a_type_of_the_JSON_library(string name)
    {
        string[] exposed =
        [
            .. Of(name)
                .GetExportedTypes()
                .SelectMany(type => Signature(type).Select(used => (type, used)))
                .Where(pair => pair.used.Assembly.GetName().Name == "Newtonsoft.Json")
                .Select(pair => $"{pair.type}: {pair.used}"),
        ];
        Assert.Empty(exposed);
    }

    private static Assembly Of(string name) => name == "ExternalSources" ? PackageAssembly.Module : PackageAssembly.Core;

    private static IEnumerable<string> References(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Order(StringComparer.Ordinal);

    /// <summary>Every type that a user of this one meets: bases, interfaces, attributes, and those of its public and protected members.</summary>
    private static IEnumerable<Type> Signature(Type type) =>
        new[] { type.BaseType }
            .Concat(type.GetInterfaces())
            .Concat(type.GetCustomAttributesData().Select(attribute => attribute.AttributeType))
            .Concat(type.GetMembers(Declared).Where(IsVisible).SelectMany(TypesOf))
            .OfType<Type>()
            .SelectMany(Unwrapped);

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
            FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
            PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
            _ => false,
        };

    private static IEnumerable<Type?> TypesOf(MemberInfo member)
    {
        var own = member switch
        {
            MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
            FieldInfo field => [field.FieldType],
            PropertyInfo property => [property.PropertyType],
            _ => [],
        };
        return own.Concat(member.GetCustomAttributesData().Select(attribute => attribute.AttributeType));
    }

    private static IEnumerable<Type> Unwrapped(Type type) =>
        type.HasElementType ? Unwrapped(type.GetElementType()!) : type.GetGenericArguments().SelectMany(Unwrapped).Append(type);
}
