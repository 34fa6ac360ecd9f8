using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Async;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The reader and the effective reader, without a shell and without a service.</summary>
public sealed class UserReaderTests
{
    private static readonly string[] Accounts = ["1", "2"];
    private static readonly ExternalSource Organization = Source("acme", SourceType.Access);
    private static readonly ExternalSource Site = Source("acme-jira", SourceType.JiraCloud);

    [Fact]
    public void Only_a_site_with_a_filter_by_activity_needs_another_organization()
    {
        var activity = Read([Organization, Site], new UserFilter { Activity = new ActivityFilter { OnlyNever = true } });
        Assert.True(activity.NeedsOrganization(Site));
        Assert.False(activity.NeedsOrganization(Organization));
        Assert.False(Read([Site], new UserFilter { Statuses = [UserStatus.Active] }).NeedsOrganization(Site));
    }

    [Fact]
    public async Task A_user_who_matches_two_filters_is_taken_once()
    {
        var taken = new List<string>();
        var read = Read([Organization], new UserFilter(), new UserFilter()) with { Take = users => taken.AddRange(users.Select(user => user.AccountId)) };
        using var actions = new BlockingCollection<Action<Cmdlet>>();
        using var queue = new PipelineQueue(actions, TestContext.Current.CancellationToken);
        var pipeline = Task.Run(
            () =>
            {
                foreach (var action in actions.GetConsumingEnumerable())
                {
                    action(null!);
                }
            },
            TestContext.Current.CancellationToken
        );

        var reader = new UserReader(read);
        await reader.ReadAsync(
            new FakeReader(),
            Organization,
            queue,
            new ReadProgress("Reading users", queue, Clock.System),
            TestContext.Current.CancellationToken
        );
        actions.CompleteAdding();
        await pipeline;

        Assert.Equal(["1"], taken);
        Assert.Equal(["acme"], reader.Unreadable);
        Assert.Equal(
            "The last activity or the join date of 1 user is unknown, so the filter skipped this user. Unknown is not the same as never active.",
            reader.Warning()
        );
    }

    [Fact]
    public void The_effective_reader_finds_users_and_joins_their_states()
    {
        var sources = new FakeSources();
        var result = Effective(sources, skip: 0, first: 1);

        var user = Assert.Single(result.Users);
        Assert.Equal("1", user.AccountId);
        Assert.Equal(["acme", "acme-jira"], user.States.Select(state => state.Source));
        Assert.True(result.IsCut);
        Assert.Null(result.Missing);
        Assert.Equal(["1"], sources.Reads[1].Filters[Site.Id][0].AccountIds);
    }

    [Fact]
    public void The_effective_reader_reports_a_user_that_no_source_returns_again()
    {
        var result = Effective(new FakeSources { IsEmptyLater = true }, skip: 0, first: 1);

        Assert.Empty(result.Users);
        Assert.StartsWith("1 user matched the filters", result.Missing!.Message, StringComparison.Ordinal);
    }

    private static EffectiveResult Effective(IUserSources sources, ulong skip, ulong first)
    {
        var entries = new PipelineEntries();
        entries.AddEverything(["*"]);
        var selection = new UserSelection { Filter = new UserFilter(), Entries = entries };
        return new EffectiveReader(sources, new MatchCounter([]), skip, first).Read(selection, [Organization, Site], isLimited: false);
    }

    private static UserRead Read(ExternalSource[] sources, params UserFilter[] filters) =>
        new()
        {
            Sources = sources,
            Filters = sources.ToDictionary(source => source.Id, _ => (IReadOnlyList<UserFilter>)filters),
            Take = _ => { },
        };

    private static ExternalSource Source(string name, SourceType type) =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = name,
            Type = type,
            Url = new Uri("https://acme.example"),
            LastUpdatedBy = "ada",
            LastUpdated = DateTimeOffset.UtcNow,
        };

    private static ExternalUser User(string source, string id) =>
        new()
        {
            Source = source,
            AccountId = id,
            Name = "Dana",
            Status = "Active",
            AccountType = "Person",
        };

    /// <summary>Returns one user for each filter, and one more whose activity is unknown.</summary>
    private sealed class FakeReader : IUserReader
    {
        public async Task ReadUsersAsync(UserFilter filter, UserListing listing, CancellationToken cancellationToken)
        {
            listing.Unreadable();
            listing.UnknownActivity.Accept(User("acme", "1"), true);
            listing.UnknownActivity.Accept(User("acme", "2"), null);
            await listing.WriteAsync([User("acme", "1")]);
        }
    }

    /// <summary>Returns the users 1 and 2 of each source.</summary>
    private sealed class FakeSources : IUserSources
    {
        public List<UserRead> Reads { get; } = [];

        public bool IsEmptyLater { get; init; }

        public IReadOnlyCollection<string> Unread => [];

        public IReadOnlyList<ExternalSource> SelectAll() => [Organization, Site];

        public void Read(UserRead read)
        {
            Reads.Add(read);
            if (IsEmptyLater && Reads.Count > 1)
            {
                return;
            }

            foreach (var source in read.Sources)
            {
                var ids = read.Filters[source.Id][0].AccountIds;
                read.Take([.. Accounts.Where(id => ids.Count == 0 || ids.Contains(id)).Select(id => User(source.Name, id))]);
            }
        }
    }
}
