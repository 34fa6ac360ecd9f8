using System;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>An organization and a site with 300 accounts in pages of 20, and what a test expects of their lists.</summary>
internal static class PagedUsers
{
    public const string All = "-AccountType Person, App, Customer";
    public const string OrganizationSearch = "/admin/**/users/search";
    public const string SiteSearch = "/rest/api/3/users/search";

    public static Task<UserWorld> StartAsync() =>
        UserWorld.StartAsync(
            new SimulatorOptions
            {
                Users = 300,
                OrganizationPageCap = 20,
                JiraPageCap = 20,
            }
        );

    public static string[] Ids(ShellResult result) => [.. result.OutputOf<ExternalUser>().Select(user => user.AccountId)];

    public static void AssertEverybody(UserWorld world, ShellResult result) =>
        Assert.Equal(
            Enumerable.Range(0, 300).Select(index => world.Simulator.State.People[index].AccountId).Order(StringComparer.Ordinal),
            Ids(result).Order(StringComparer.Ordinal)
        );

    public static void AssertIncomplete(ShellResult result, string source, string says)
    {
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("IncompleteList,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(source, error.TargetObject);
        Assert.Equal(System.Management.Automation.ErrorCategory.ReadError, error.CategoryInfo.Category);
        Assert.StartsWith(source + ": ", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal(result.Output.Count, Assert.IsType<IncompleteListException>(error.Exception).Read);
        Assert.DoesNotContain(ModuleShell.Canary, result.Everything(), StringComparison.Ordinal);
    }
}
