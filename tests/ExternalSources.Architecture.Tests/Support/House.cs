using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace ExternalSources.Architecture.Tests.Support;

/// <summary>
/// The rooms of an assembly and the arrows between them. Two sources complement each other: the compiled types, which show every use but that of a
/// constant, and the using directives of the source files, which show constants too because the build refuses an unused one.
/// </summary>
internal sealed partial class House
{
    private readonly string _root;
    private readonly int _depth;
    private readonly Lazy<IReadOnlyList<IType>> _types;
    private readonly string? _sources;

    /// <param name="assembly">The assembly; <see langword="null"/> to look at source files only.</param>
    /// <param name="root">The namespace above the rooms.</param>
    /// <param name="sources">The folder of that namespace; <see langword="null"/> to look at compiled types only.</param>
    /// <param name="depth">How many folders below the root make a room.</param>
    public House(System.Reflection.Assembly? assembly, string root, string? sources, int depth = 1)
    {
        _root = root + ".";
        _depth = depth;
        _sources = sources;
        _types = new Lazy<IReadOnlyList<IType>>(() =>
            assembly is null
                ? []
                :
                [
                    .. new ArchLoader()
                        .LoadAssemblies(assembly)
                        .Build()
                        .Types.Where(type => type is not GenericParameter && RoomOf(type.Namespace.FullName) is not null),
                ]
        );
    }

    /// <summary>How many types each room has.</summary>
    public IReadOnlyDictionary<string, int> Types =>
        _types.Value.GroupBy(type => RoomOf(type.Namespace.FullName)!).ToDictionary(room => room.Key, room => room.Count(), StringComparer.Ordinal);

    /// <summary>Every arrow between two rooms, once, with an example.</summary>
    public IReadOnlyList<Arrow> Arrows =>
        [.. Compiled().Concat(Written()).Where(arrow => arrow.From != arrow.To).DistinctBy(arrow => arrow.Name).OrderBy(arrow => arrow.Name)];

    private IEnumerable<Arrow> Compiled() =>
        from type in _types.Value
        from dependency in type.Dependencies
        where dependency.Target is not GenericParameter
        let to = RoomOf(dependency.Target.Namespace.FullName)
        where to is not null
        select new Arrow(RoomOf(type.Namespace.FullName)!, to, $"{type.FullName} uses {dependency.Target.FullName}");

    private IEnumerable<Arrow> Written()
    {
        if (_sources is null)
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(_sources, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(_sources, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
            // Files above the rooms belong to none.
            if (folder == "." || folder.Split('.')[0] is "obj" or "bin" || RoomOf(_root + folder) is not { } from)
            {
                continue;
            }

            foreach (Match directive in Using().Matches(File.ReadAllText(file)))
            {
                if (RoomOf(directive.Groups[1].Value) is { } to)
                {
                    yield return new Arrow(from, to, $"{Path.GetFileName(file)} is using {directive.Groups[1].Value}");
                }
            }
        }
    }

    private string? RoomOf(string name) =>
        (name + ".").StartsWith(_root, StringComparison.Ordinal) && name.Length > _root.Length
            ? string.Join('.', name[_root.Length..].Split('.').Take(_depth))
            : null;

    [GeneratedRegex(@"^using (?:static |\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
