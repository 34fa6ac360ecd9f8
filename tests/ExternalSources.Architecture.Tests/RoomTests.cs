using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using ExternalSources.Architecture.Tests.Support;
using ExternalSources.Commands.Sources;
using ExternalSources.Core.Sources;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Architecture.Tests;

/// <summary>
/// The rooms and the arrows between them, as docs/architecture.md draws them. A new arrow fails here. Add it to the table only where the picture
/// is meant to change, and change the picture with it.
/// </summary>
public sealed class RoomTests
{
    private static readonly string Core = Path.Combine(RepositoryPaths.Root, "src", "ExternalSources.Core");
    private static readonly string Module = Path.Combine(RepositoryPaths.Root, "src", "ExternalSources");

    private static readonly Dictionary<string, (House House, RoomTable Table)> Houses = new(StringComparer.Ordinal)
    {
        ["Core"] = (
            new House(typeof(ExternalSource).Assembly, "ExternalSources.Core", Core),
            new RoomTable(
                ["Common"],
                ["Http", "Common"],
                ["Groups", "Common"],
                ["Users", "Common", "Http", "Groups"],
                ["Sources", "Common", "Users"],
                ["Checks", "Common", "Sources"],
                ["Connectors", "Common", "Http", "Groups", "Users", "Sources", "Checks"],
                ["Runs", "Common", "Http", "Groups", "Users", "Sources", "Connectors"]
            )
        ),
        ["Connectors"] = (
            new House(typeof(ExternalSource).Assembly, "ExternalSources.Core.Connectors", Path.Combine(Core, "Connectors")),
            new RoomTable(["Organization"], ["JiraCloud"])
        ),
        ["Runs"] = (
            new House(typeof(ExternalSource).Assembly, "ExternalSources.Core.Runs", Path.Combine(Core, "Runs")),
            new RoomTable(["Model"], ["Log", "Model"], ["Actions", "Model"], ["Safety", "Model", "Actions"], ["Engine", "Model", "Log", "Actions", "Safety"])
        ),
        ["Module"] = (
            new House(typeof(GetExternalSourceCommand).Assembly, "ExternalSources", Module),
            new RoomTable(
                ["Core"],
                ["Formatting"],
                ["Async"],
                ["Secrets", "Core"],
                ["Binding", "Core", "Secrets"],
                ["Errors", "Core", "Secrets"],
                ["Session", "Core", "Async", "Secrets"],
                ["Completion", "Core", "Secrets", "Session"],
                ["Commands", "Core", "Async", "Binding", "Secrets", "Errors", "Session", "Completion"]
            )
        ),
    };

    public static IEnumerable<TheoryDataRow<string>> Names => Houses.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void No_room_uses_a_room_that_the_table_does_not_allow(string house) => Assert.Empty(Houses[house].Table.Violations(Houses[house].House.Arrows));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_table_has_no_cycle_and_no_arrow_that_nothing_needs(string house)
    {
        Assert.Empty(Houses[house].Table.OutOfOrder);
        Assert.Empty(Houses[house].Table.Unused(Houses[house].House.Arrows));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_room_has_types_and_every_folder_is_a_room(string house)
    {
        var (types, rooms) = (Houses[house].House.Types, Houses[house].Table.Rooms.Where(room => room != "Core").Order().ToArray());
        Assert.Equal(rooms, types.Keys.Order());
        Assert.All(rooms, room => Assert.True(types[room] > 0, room));
    }

    [Fact]
    public void Only_the_factory_knows_the_connectors_of_the_source_types()
    {
        var root = Path.Combine(Core, "Connectors");
        var knowing = Directory
            .EnumerateFiles(root, "*.cs")
            .Where(file =>
                File.ReadAllText(file) is var text
                && (text.Contains("Connectors.Organization", StringComparison.Ordinal) || text.Contains("Connectors.JiraCloud", StringComparison.Ordinal))
            )
            .Select(Path.GetFileName);
        Assert.Equal(["ConnectorFactory.cs"], knowing);
    }

    [Fact]
    public void A_wrong_arrow_is_found_in_compiled_types_and_in_source_files()
    {
        const string Root = "ExternalSources.Architecture.Tests.Samples";
        var table = new RoomTable(["Lower"], ["Upper", "Lower"]);
        var sources = Path.Combine(RepositoryPaths.Root, "tests", "ExternalSources.Architecture.Tests", "Samples");
        var compiled = new House(typeof(RoomTests).Assembly, Root, null);
        Assert.Equal("Lower -> Upper", Assert.Single(table.Violations(compiled.Arrows)).Name);
        var written = new House(null, Root, sources);
        Assert.Equal("Lower -> Upper", Assert.Single(table.Violations(written.Arrows)).Name);
        Assert.Equal(["Upper -> Lower"], table.Unused(compiled.Arrows));
        Assert.Equal(["Lower -> Upper"], new RoomTable(["Lower", "Upper"], ["Upper"]).OutOfOrder);
    }
}
