using System;
using System.Linq;
using ExternalSources.Simulator.Groups;
using ExternalSources.Simulator.People;

namespace ExternalSources.Simulator.State;

/// <summary>An organization with its people, groups, and directories.</summary>
public sealed class AtlassianOrganization
{
    /// <summary>A GUID, as text.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    /// <summary>The verified domain. Accounts with an e-mail address in it are managed.</summary>
    public required string Domain { get; init; }

    public required Population People { get; init; }

    public required GroupRegistry Groups { get; init; }

    public SharedList<OrganizationDirectory> Directories { get; } = new();

    /// <summary>The roles that people hold without a group.</summary>
    public required DirectRoles DirectRoles { get; init; }

    /// <summary>Whether a person is in a directory, active or suspended.</summary>
    public bool IsInDirectory(int person, int directory) =>
        Groups.InDirectory(person, directory) && People.DirectoryStateOf(person, directory) != MembershipState.None;

    public OrganizationDirectory? FindDirectory(string id) =>
        Directories.FirstOrDefault(directory => string.Equals(directory.Id, id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The index of a directory; -1 when there is none with this id.</summary>
    public int NumberOfDirectory(string id)
    {
        var number = 0;
        foreach (var directory in Directories)
        {
            if (string.Equals(directory.Id, id, StringComparison.OrdinalIgnoreCase))
            {
                return number;
            }

            number++;
        }

        return -1;
    }

    /// <summary>The licences in use, by application.</summary>
    internal SeatCounter SeatsTaken => field ??= new SeatCounter(People, Groups, DirectRoles, Counts);

    internal CountCache Counts => field ??= new CountCache(People, Groups);
}

/// <summary>A directory of an organization.</summary>
public sealed record OrganizationDirectory(string Id, string Name);
