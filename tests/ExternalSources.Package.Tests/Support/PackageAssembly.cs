using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using ExternalSources.TestKit;

namespace ExternalSources.Package.Tests.Support;

/// <summary>The two assemblies of the laid-out module.</summary>
internal static class PackageAssembly
{
    /// <summary>The one with the cmdlets.</summary>
    public static Assembly Module { get; } = Load("ExternalSources.dll");

    public static Assembly Core { get; } = Load("ExternalSources.Core.dll");

    public static IReadOnlyList<Type> Cmdlets { get; } =
    [.. Module.GetExportedTypes().Where(type => !type.IsAbstract && typeof(Cmdlet).IsAssignableFrom(type)).OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static string NameOf(Type cmdlet) => $"{Attribute(cmdlet).VerbName}-{Attribute(cmdlet).NounName}";

    /// <summary>The class of a cmdlet. Tests name cmdlets by text: a type of an assembly loaded from a path cannot be handed to a theory.</summary>
    public static Type Find(string name) => Cmdlets.Single(cmdlet => NameOf(cmdlet) == name);

    public static CmdletAttribute Attribute(Type cmdlet) => cmdlet.GetCustomAttribute<CmdletAttribute>()!;

    public static IEnumerable<PropertyInfo> Parameters(Type cmdlet) => cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute)));

    public static string PathOf(string file) => Path.Combine(RepositoryPaths.ModuleFolder, "bin", file);

    private static Assembly Load(string file) => Assembly.LoadFrom(PathOf(file));
}
