using System.Threading.Tasks;
using Xunit;
using static ExternalSources.Module.Tests.Commands.Users.PagedUsers;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Lists whose pages are smaller than requested, or shrink.</summary>
public sealed class PageTests
{
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
