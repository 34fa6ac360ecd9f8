using System;
using System.Linq;
using ExternalSources.Simulator;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Module.Tests;

/// <summary>People, rows of a CSV and sources on the pipeline of Get-ExternalUser.</summary>
public sealed class PipelineTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
{
    private const string Row = "function Row($Email, $AccountId) { [pscustomobject]@{ Name = 'x'; Email = $Email; AccountId = $AccountId; Team = '' } }\n";

    private UserWorld World => fixture.World;

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public void Rows_select_by_their_addresses(string source) =>
        AssertPeople(Ok($"(Row $dana.Email ''), (Row $eve.Email.ToUpperInvariant() '') | Get-ExternalUser -Source {source}"), fixture.Dana, fixture.Eve);

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    public void Rows_select_by_their_ids_before_their_addresses(string source) =>
        AssertPeople(Ok($"(Row 'old@nowhere.example' $dana.AccountId), (Row '' $eve.AccountId) | Get-ExternalUser -Source {source}"), fixture.Dana, fixture.Eve);

    [Theory]
    [InlineData("acme")]
    [InlineData("acme-jira")]
    [InlineData("acme*")]
    public void Some_rows_may_have_ids_and_others_addresses(string source)
    {
        var users = Ok($"(Row '' $dana.AccountId), (Row $eve.Email '') | Get-ExternalUser -Source {source}").OutputOf<ExternalUser>();
        Assert.Equal(source == "acme*" ? 4 : 2, users.Count);
        Assert.Equal([fixture.Dana.AccountId, fixture.Eve.AccountId], users.Select(user => user.AccountId).Distinct());
    }

    [Fact]
    public void Of_rows_with_ids_and_rows_with_addresses_First_takes_so_many_in_all() =>
        Assert.Single(Ok("(Row '' $dana.AccountId), (Row $eve.Email '') | Get-ExternalUser -Source acme -First 1").Output);

    [Fact]
    public void Somebody_who_is_named_twice_comes_once() =>
        AssertPeople(Ok("(Row '' $dana.AccountId), (Row $dana.Email ''), (Row $dana.Email '') | Get-ExternalUser -Source acme"), fixture.Dana);

    [Theory]
    [InlineData("(Row 'nobody@nowhere.example' ''), (Row $dana.Email '') | Get-ExternalUser -Source acme", "nobody@nowhere.example")]
    [InlineData("(Row '' '557058:nobody'), (Row '' $dana.AccountId) | Get-ExternalUser -Source acme-jira", "557058:nobody")]
    [InlineData("(Row '' '557058:nobody'), (Row $dana.Email '') | Get-ExternalUser -Source acme", "557058:nobody")]
    public void A_row_that_fits_nobody_is_an_error_with_its_value_and_the_others_come(string script, string value)
    {
        var result = Run(script);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("UserNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(value, error.TargetObject);
        Assert.Contains(value, error.ErrorDetails.Message, StringComparison.Ordinal);
        AssertPeople(result, fixture.Dana);
    }

    [Fact]
    public void Rows_without_anything_in_them_select_nobody() =>
        AssertNobody(Run("(Row '' ''), (Row ' ' $null) | Get-ExternalUser -Source acme"));

    [Fact]
    public void An_empty_row_among_others_selects_nobody_else() =>
        AssertPeople(Run("(Row '' ''), (Row $dana.Email '') | Get-ExternalUser -Source acme"), fixture.Dana);

    [Fact]
    public void An_empty_list_selects_nobody() => Assert.Empty(Run("@() | Get-ExternalUser -Source acme").Output);

    [Theory]
    [InlineData("Get-ExternalUser acme -Email ''")]
    [InlineData("Get-ExternalUser acme -AccountId ''")]
    [InlineData("Get-ExternalUser acme -Email $none")]
    [InlineData("Get-ExternalUser acme -AccountId @()")]
    public void An_argument_that_came_out_empty_does_not_select_everybody(string script) => AssertNobody(Run(script));

    [Fact]
    public void A_value_that_fits_several_is_told()
    {
        var people = fixture.People.Where(person => person.Kind == AccountKind.Person).ToArray();
        fixture.State.People.Change(people[^1].Index, person => person with { Name = people[^2].Name });
        var result = World.Ok("Get-ExternalUser acme -User $who", [.. fixture.Variables(), ("who", people[^2].Name)]);
        Assert.Contains("2 users", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Users_of_one_source_select_those_of_another()
    {
        var users = Ok("Get-ExternalUser -Source acme -Group contractors | Get-ExternalUser -Source acme-jira").OutputOf<ExternalUser>();
        Assert.Equal(fixture.People.Where(person => person.Kind == AccountKind.Person && fixture.IsIn(person, "contractors")).Select(person => person.AccountId).Order(), users.Select(user => user.AccountId).Order());
        Assert.All(users, user => Assert.Equal("acme-jira", user.Source));
    }

    [Fact]
    public void Sources_come_by_object_name_and_wildcard()
    {
        foreach (var script in new[] { "Get-ExternalSource | Get-ExternalUser -AccountId $dana.AccountId", "'acme', 'acme-jira' | Get-ExternalUser -AccountId $dana.AccountId", "Get-ExternalUser acme* -AccountId $dana.AccountId", "Get-ExternalUser -AccountId $dana.AccountId", "Get-ExternalUser (Get-ExternalSource) -AccountId $dana.AccountId" })
            Assert.Equal(["acme", "acme-jira"], Ok(script).OutputOf<ExternalUser>().Select(user => user.Source).Order());
    }

    [Fact]
    public void A_source_that_is_not_there_is_an_error_and_the_others_are_read()
    {
        var result = Run("Get-ExternalUser nope, acme -AccountId $dana.AccountId");
        Assert.StartsWith("SourceNotFound,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        AssertPeople(result, fixture.Dana);
    }

    [Fact]
    public void A_hidden_address_is_not_found_and_the_error_says_why()
    {
        var hidden = fixture.People.First(person => person is { Kind: AccountKind.Person, Email: not null, VisibleEmail: null });
        var error = World.Fails("UserNotFound", "Get-ExternalUser acme-jira -Email $address", ("address", hidden.Email));
        Assert.Contains("privacy", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private ShellResult Ok(string script) => World.Ok(Row + script, fixture.Variables());

    private ShellResult Run(string script) => World.Run(Row + script, fixture.Variables());

    private static void AssertNobody(ShellResult result)
    {
        Assert.Empty(result.Output);
        Assert.Empty(result.AllErrors);
        Assert.Contains("nobody is selected", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    private static void AssertPeople(ShellResult result, params Person[] people) =>
        Assert.Equal(people.Select(person => person.AccountId).Order(StringComparer.Ordinal), result.OutputOf<ExternalUser>().Select(user => user.AccountId).Order(StringComparer.Ordinal));
}
