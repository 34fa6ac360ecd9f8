using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.Simulator.People;
using ExternalSources.Simulator.State;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>
/// An organization and its site, for tests that only read. Pages are small, so every list has several. The expected users come from the people
/// of the simulator, never from the module.
/// </summary>
public sealed class ReadingFixture : IAsyncLifetime
{
    internal UserWorld World { get; private set; } = null!;

    internal SimulatorState State => World.Simulator.State;

    internal IEnumerable<Person> People => Enumerable.Range(0, State.People.Limit).Where(State.People.Exists).Select(index => State.People[index]);

    /// <summary>A user whose address is visible.</summary>
    internal Person Dana => People.First(person => person.Index > 0 && person.Kind == AccountKind.Person && person.VisibleEmail is not null);

    internal Person Eve => People.Last(person => person.Kind == AccountKind.Person && person.VisibleEmail is not null);

    public async ValueTask InitializeAsync() =>
        World = await UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 300,
                OrganizationPageCap = 40,
                JiraPageCap = 70,
            }
        );

    public ValueTask DisposeAsync() => World.DisposeAsync();

    /// <summary>The state that the organization returns.</summary>
    internal static string StatusOf(Person person) =>
        person switch
        {
            { Account: AccountState.Closed } => "Deleted",
            { ForDeletion: true } => "ForDeletion",
            { Account: AccountState.Inactive } => "Deactivated",
            { Membership: MembershipState.Suspended } => "Suspended",
            { Membership: MembershipState.None } => "NotInvited",
            _ => "Active",
        };

    internal bool IsIn(Person person, string group) => State.Groups.IsMember(State.Groups.FindByName(group)!.Index, person.Index);

    /// <summary>Whether a group of the person grants a seat of the application.</summary>
    internal bool Has(Person person, string application) =>
        State.Groups.GroupsOf(person.Index).Any(group => group.Grants.Any(grant => grant.Application == application && grant.Billable));

    /// <summary>Days since the last activity in one of these applications, or in any; null if there is none.</summary>
    internal int? Idle(Person person, params string[] applications) =>
        State
            .Applications.Where(application => applications.Length == 0 || applications.Contains(application.Key))
            .Where(application =>
                person.Kind == AccountKind.Customer
                    ? application.Key == "jira-servicedesk"
                    : person.Kind == AccountKind.Person && State.Groups.GroupsOf(person.Index).Any(group => group.GrantsApplication(application.Key))
            )
            .Min(application => person.LastActiveDaysAgo(application.Key));

    /// <summary>Runs Get-ExternalUser on a source with these arguments and compares the users with the expected users.</summary>
    internal IReadOnlyList<ExternalUser> Check(string source, string arguments, Func<Person, bool> expected, int unknownActivity = 0)
    {
        var result = World.Ok($"Get-ExternalUser -Source {source} {arguments}", Variables());
        var users = result.OutputOf<ExternalUser>();
        Assert.Equal(
            People.Where(expected).Select(person => person.AccountId).Order(StringComparer.Ordinal),
            users.Select(user => user.AccountId).Order(StringComparer.Ordinal)
        );
        Assert.All(users, user => Assert.Equal(source, user.Source));
        // A site warns that it has no state Suspended.
        if (source == "acme-jira" && arguments == "-Status Suspended")
        {
            Assert.Contains("Suspended", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        }
        else if (IsByWildcardOfAddresses(arguments))
        {
            Assert.Contains(
                $"whether {People.Count(person => person is { Kind: AccountKind.Person, VisibleEmail: null })} users match -Email",
                Assert.Single(result.Warnings).Message,
                StringComparison.Ordinal
            );
        }
        else if (unknownActivity > 0)
        {
            Assert.StartsWith(
                $"The last activity or the join date of {unknownActivity} users is unknown",
                Assert.Single(result.Warnings).Message,
                StringComparison.Ordinal
            );
        }
        else
        {
            Assert.Empty(result.Warnings);
        }

        return users;
    }

    /// <summary>Whether users with hidden addresses match such a filter is unknown.</summary>
    private static bool IsByWildcardOfAddresses(string arguments) =>
        arguments.StartsWith("-Email ", StringComparison.Ordinal) && arguments.IndexOfAny(['*', '?', '[']) >= 0;

    /// <summary>$dana and $eve are people, $midnight the simulator's day.</summary>
    internal (string Name, object? Value)[] Variables() =>
        [
            ("dana", Dana),
            ("eve", Eve),
            ("midnight", new DateTimeOffset(State.StartedAt.UtcDateTime.Date, TimeSpan.Zero)),
            ("directories", State.Organizations[0].Directories.ToArray()),
        ];
}
