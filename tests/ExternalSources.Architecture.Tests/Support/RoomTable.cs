using System;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Architecture.Tests.Support;

/// <summary>The rooms of a house, and which other rooms each of them may use.</summary>
internal sealed class RoomTable
{
    private readonly Dictionary<string, string[]> _allowed;

    /// <param name="rows">A row for each room: its name, then the rooms that it may use. A room may use only rooms of earlier rows.</param>
    public RoomTable(params string[][] rows)
    {
        Rooms = [.. rows.Select(row => row[0])];
        _allowed = rows.ToDictionary(row => row[0], row => row[1..], StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Rooms { get; }

    public IEnumerable<string> Allowed => _allowed.SelectMany(room => room.Value.Select(to => $"{room.Key} -> {to}"));

    /// <summary>The rooms that the table lists before a room that uses them, or not at all: each of these makes a cycle possible.</summary>
    public IEnumerable<string> OutOfOrder =>
        _allowed.SelectMany(room => room.Value.Where(to => !Rooms.TakeWhile(earlier => earlier != room.Key).Contains(to)).Select(to => $"{room.Key} -> {to}"));

    /// <summary>The arrows that the table does not allow.</summary>
    public IEnumerable<Arrow> Violations(IEnumerable<Arrow> arrows) =>
        arrows.Where(arrow => !_allowed.TryGetValue(arrow.From, out var allowed) || !allowed.Contains(arrow.To));

    /// <summary>The allowed arrows that nothing needs.</summary>
    public IEnumerable<string> Unused(IEnumerable<Arrow> arrows) => Allowed.Except(arrows.Select(arrow => arrow.Name));
}
