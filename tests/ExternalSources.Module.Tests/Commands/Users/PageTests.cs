using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The size of pages, and the filters that the service applies.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("-Managed", "claimStatus=managed")]
    [InlineData("-Managed:$false", "claimStatus=unmanaged")]
    [InlineData("-TwoStepVerification", "mfaEnabled=true")]
    [InlineData("-EmailDomain nowhere.example", "emailDomains=nowhere.example")]
    [InlineData("-Status NotInvited, ForDeletion", "status=not_invited&status=for_deletion")]
    public async Task A_filter_that_the_service_supports_is_sent_to_it(string filter, string sent)
    {
        await using var world = await StartAsync();
        int Pages() => world.Simulator.Requests.Snapshot().Count(request => request.PathOnly.EndsWith("/users/search", StringComparison.Ordinal));
        world.Ok("Get-ExternalUser acme");
        var all = Pages();
        world.Simulator.Requests.Clear();
        world.Ok("Get-ExternalUser acme " + filter);
        Assert.InRange(Pages(), 1, all - 1);
        Assert.Contains(world.Simulator.Requests.Snapshot(), request =>
            request.Path.Contains("/users/count?", StringComparison.Ordinal) && request.Path.Contains(sent, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task A_site_with_smaller_pages_is_read_to_the_end(int cap)
    {
        await using var world = await StartAsync();
        world.Simulator.State.JiraPageCap = cap;
        AssertEverybody(world, world.Ok($"Get-ExternalUser acme-jira {All}"));
    }

    [Theory]
    [InlineData("acme", OrganizationSearch, 1)]
    [InlineData("acme", OrganizationSearch, 3)]
    [InlineData("acme-jira", SiteSearch, 9)]
    public async Task A_page_size_that_shrinks_during_the_list_loses_nobody(string source, string path, int cap)
    {
        await using var world = await StartAsync();
        world.Simulator.Faults.On(path).Nth(4).Do(() => world.Simulator.State.OrganizationPageCap = world.Simulator.State.JiraPageCap = cap);
        AssertEverybody(world, world.Ok($"Get-ExternalUser {source} {All}"));
    }
}
