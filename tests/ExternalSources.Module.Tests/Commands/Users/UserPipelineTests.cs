using System;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Users;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Simulator.People;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>Users, rows of a CSV file and sources on the pipeline of Get-ExternalUser.</summary>
public sealed class UserPipelineTests(ReadingFixture fixture) : IClassFixture<ReadingFixture>
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
    public void The_id_of_a_row_is_used_before_its_address(string source) =>
        AssertPeople(
            Ok($"(Row 'old@nowhere.example' $dana.AccountId), (Row '' $eve.AccountId) | Get-ExternalUser -Source {source}"),
            fixture.Dana,
            fixture.Eve
        );

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
    public void First_counts_rows_with_ids_and_rows_with_addresses_together() =>
        Assert.Single(Ok("(Row '' $dana.AccountId), (Row $eve.Email '') | Get-ExternalUser -Source acme -First 1").Output);

    [Fact]
    public void A_user_named_twice_is_returned_once() =>
        AssertPeople(Ok("(Row '' $dana.AccountId), (Row $dana.Email ''), (Row $dana.Email '') | Get-ExternalUser -Source acme"), fixture.Dana);

    [Theory]
    [InlineData("(Row 'nobody@nowhere.example' ''), (Row $dana.Email '') | Get-ExternalUser -Source acme", "nobody@nowhere.example")]
    [InlineData("(Row '' '557058:nobody'), (Row '' $dana.AccountId) | Get-ExternalUser -Source acme-jira", "557058:nobody")]
    [InlineData("(Row '' '557058:nobody'), (Row $dana.Email '') | Get-ExternalUser -Source acme", "557058:nobody")]
    public void A_row_without_a_match_is_an_error_and_the_others_are_returned(string script, string value)
    {
        var result = Run(script);
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith("UserNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(value, error.TargetObject);
        Assert.Contains(value, error.ErrorDetails.Message, StringComparison.Ordinal);
        AssertPeople(result, fixture.Dana);
    }

    [Fact]
    public void Empty_rows_select_nobody() => AssertNobody(Run("(Row '' ''), (Row ' ' $null) | Get-ExternalUser -Source acme"));

    [Fact]
    public void An_empty_row_among_others_does_not_select_other_users() =>
        AssertPeople(Run("(Row '' ''), (Row $dana.Email '') | Get-ExternalUser -Source acme"), fixture.Dana);

    [Fact]
    public void Rows_without_a_known_column_are_an_error()
    {
        foreach (var script in new[] { "Get-ExternalUser", "Get-ExternalUser -Source acme", "Get-ExternalUser -Source acme -Status Active" })
        {
            var error = World.Fails(
                "InvalidInputObject",
                "[pscustomobject]@{ Post = $dana.Email; Source = 'acme' }, [pscustomobject]@{ Post = $eve.Email; Source = 'acme' } | " + script,
                fixture.Variables()
            );
            Assert.Contains("2 entries", error.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Contains("Post", error.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(fixture.Dana.Email!, error.ErrorDetails.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_row_without_a_user_does_not_affect_the_others()
    {
        var result = Run("[pscustomobject]@{ Post = $eve.Email }, (Row $dana.Email '') | Get-ExternalUser -Source acme");
        Assert.Single(result.AllErrors);
        AssertPeople(result, fixture.Dana);
    }

    [Theory]
    [InlineData("[pscustomobject]@{ Id = '1c0a'; Mail = $dana.Email; DisplayName = 'Dana' }", true)]
    [InlineData("[pscustomobject]@{ SamAccountName = 'dana'; EmailAddress = $dana.Email }", true)]
    [InlineData("[pscustomobject]@{ Id = $group; Mail = ''; DisplayName = 'Dana' }", false)]
    [InlineData("[pscustomobject]@{ Id = $group; Mail = $null; DisplayName = 'Dana' }", false)]
    public void Objects_of_other_directories_select_by_address_and_not_by_id(string row, bool comes)
    {
        var group = fixture.State.Groups.FindByName("contractors")!.Id;
        var result = World.Run(row + " | Get-ExternalUser -Source acme", [.. fixture.Variables(), ("group", group)]);
        if (comes)
        {
            AssertPeople(result, fixture.Dana);
        }
        else
        {
            AssertNobody(result);
        }
    }

    [Fact]
    public void A_row_with_a_group_and_an_unknown_address_column_is_an_error()
    {
        // A row with an unknown address column must not select its whole group.
        foreach (
            var row in new[]
            {
                "UserPrincipalName = 'dana@x.example'; Group = 'contractors'",
                "'E-mail' = 'dana@x.example'; Name = 'Dana'; Group = 'contractors'",
            }
        )
        {
            Assert.Contains(
                "a group and an address",
                World.Fails("InvalidInputObject", $"[pscustomobject]@{{ {row} }} | Get-ExternalUser -Source acme").ToString(),
                StringComparison.Ordinal
            );
        }

        Assert.NotEmpty(
            World
                .Ok(
                    "[pscustomobject]@{ Group = 'contractors'; Description = 'ask it@acme.example'; Comment = 'or write to it@acme.example' } | "
                        + "Get-ExternalUser -Source acme"
                )
                .Output
        );
        var error = World.Fails(
            "InvalidInputObject",
            "[pscustomobject]@{ Id = 'contractors'; UserPrincipalName = $dana.Email }, [pscustomobject]@{ ATATT3xFfGF0 = 1 } | Get-ExternalUser -Source acme",
            fixture.Variables()
        );
        Assert.Contains("The columns are Id, UserPrincipalName.", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ExternalUser dana@acme.example", "-User dana@acme.example")]
    [InlineData("Get-ExternalUser nope", "-SessionOnly")]
    public void An_unknown_source_is_an_error_with_advice(string script, string advice) =>
        Assert.Contains(advice, World.Fails("SourceNotFound", script).ErrorDetails.RecommendedAction, StringComparison.Ordinal);

    [Theory]
    [InlineData("Get-ExternalUser acme -Group dl-*")]
    [InlineData("Get-ExternalUser acme-jira -Group dl-*")]
    [InlineData("Get-ExternalGroupMember acme -Group dl-*")]
    public void A_wildcard_for_a_group_is_an_error_with_advice(string script) =>
        Assert.Contains(
            "Get-ExternalGroup -Name 'dl-*' | Get-ExternalUser",
            World.Fails("GroupNotFound", script).ErrorDetails.RecommendedAction,
            StringComparison.Ordinal
        );

    [Fact]
    public void Each_row_selects_in_its_own_source()
    {
        var users = Ok(
                """
                [pscustomobject]@{ Email = $dana.Email; Source = 'acme' }, [pscustomobject]@{ Email = $eve.Email; Source = 'acme-jira' },
                [pscustomobject]@{ Email = $dana.Email; Source = 'ACME' } |
                    Get-ExternalUser
                """
            )
            .OutputOf<ExternalUser>();
        Assert.Equal(
            new[] { ("acme", fixture.Dana.AccountId), ("acme-jira", fixture.Eve.AccountId) }.Order(),
            users.Select(user => (user.Source, user.AccountId)).Order()
        );
    }

    [Theory]
    [InlineData("Get-ExternalUser -InputObject $eve.Email", 2)]
    [InlineData("Get-ExternalUser -InputObject (Get-ExternalUser acme -AccountId $eve.AccountId)", 1)]
    [InlineData("Get-ExternalUser -Source acme -InputObject $null", 0)]
    [InlineData("Get-ExternalUser -InputObject ([pscustomobject]@{ Source = 'acme' })", 0)]
    [InlineData("[pscustomobject]@{ Source = '' } | Get-ExternalUser", 0)]
    [InlineData("[pscustomobject]@{ Source = $null; Email = $eve.Email } | Get-ExternalUser", 0)]
    [InlineData("[pscustomobject]@{ Email = '*' } | Get-ExternalUser -Source acme", 0)]
    [InlineData("'*@*' | Get-ExternalUser -Source acme", 0)]
    [InlineData("'?', '[z-a]@x' | Get-ExternalUser -Source acme", 0)]
    [InlineData("Get-ExternalUser 'ac[me'", 0)]
    [InlineData("[System.Diagnostics.Process]::GetCurrentProcess() | Get-ExternalUser -Source acme", 0)]
    [InlineData("Get-ExternalUser acme -Name ' '", 0)]
    [InlineData("Get-ExternalUser acme -EmailDomain '@'", 0)]
    [InlineData("Get-ExternalUser acme -EmailDomain '*.example'", 0)]
    [InlineData("Get-ExternalUser acme -LastActiveBefore 2024-01-01 -LastActiveAfter 2024-01-01", 0)]
    [InlineData("Get-ExternalUser acme -NeverActive -LastActiveBefore 2024-01-01", 0)]
    [InlineData("Get-ExternalUser acme -NeverActive -LastActiveAfter 2024-01-01", 0)]
    [InlineData("Get-ExternalUser acme -InactiveFor 90 -LastActiveAfter ([DateTimeOffset]::UtcNow.AddDays(-30))", 0)]
    [InlineData("$dana.Email | Get-ExternalUser -Source acme -Email '*@acme.example'", 0)]
    [InlineData("Get-ExternalUser acme -AccountId $dana.AccountId | Get-ExternalUser -AccountId $eve.AccountId", 0)]
    [InlineData("Get-ExternalUser 'zzz*'", 0)]
    public void Invalid_input_selects_no_other_user_and_is_reported(string script, int users)
    {
        var result = Run(script);
        Assert.Equal(users, result.Output.Count);
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.Equal(fixture.Eve.AccountId, user.AccountId));
        Assert.True(users > 0 || result.AllErrors.Any() || result.Warnings.Any(), result.ToString());
        Assert.DoesNotContain(result.AllErrors, error => error.Exception is not ExternalSourceException);
    }

    [Fact]
    public void An_entry_that_its_own_source_does_not_have_is_an_error_although_another_source_has_it()
    {
        var gone = fixture.People.First(person => person.Kind == AccountKind.Person && person.Index > 5 && person.VisibleEmail is not null);
        fixture.State.People.DeleteFromSite(gone.Index);
        var result = World.Run(
            "[pscustomobject]@{ Email = $mail; Source = 'acme' }, [pscustomobject]@{ Email = $mail; Source = 'acme-jira' } | Get-ExternalUser",
            [.. fixture.Variables(), ("mail", gone.VisibleEmail)]
        );
        Assert.Equal("acme", Assert.Single(result.OutputOf<ExternalUser>()).Source);
        Assert.Contains("'acme-jira'", Assert.Single(result.AllErrors).ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_are_case_sensitive()
    {
        var result = Run("Get-ExternalUser acme -AccountId $dana.AccountId.ToUpperInvariant(), $dana.AccountId");
        AssertPeople(result, fixture.Dana);
        Assert.Single(result.AllErrors);
    }

    [Fact]
    public void An_unknown_group_does_not_affect_the_other_entries()
    {
        foreach (var source in new[] { "acme", "acme-jira" })
        {
            var result = Run($"[pscustomobject]@{{ Group = 'contractors' }}, [pscustomobject]@{{ Group = 'typo' }} | Get-ExternalUser -Source {source}");
            Assert.StartsWith("GroupNotFound,", Assert.Single(result.AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Equal(
                fixture
                    .People.Where(person => person.Kind == AccountKind.Person && fixture.IsIn(person, "contractors"))
                    .Select(person => person.AccountId)
                    .Order(),
                result.OutputOf<ExternalUser>().Select(user => user.AccountId).Order()
            );
            Assert.Empty(Run($"[pscustomobject]@{{ Group = 'typo' }} | Get-ExternalUser -Source {source}").Output);
        }
    }

    [Fact]
    public void Empty_entries_among_others_are_counted_in_a_warning()
    {
        var result = Run("(Row '' ''), $null, (Row $dana.Email '') | Get-ExternalUser -Source acme");
        AssertPeople(result, fixture.Dana);
        Assert.Contains("2 entries", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_only_a_source_lists_its_users() =>
        Assert.Equal(Ok("Get-ExternalUser acme").Output.Count, Ok("[pscustomobject]@{ Source = 'acme' } | Get-ExternalUser").Output.Count);

    [Theory]
    [InlineData("$dana.Email, $eve.AccountId | Get-ExternalUser -Source acme")]
    [InlineData("$dana.Email, $eve.AccountId | Get-ExternalUser acme-jira")]
    [InlineData("$dana.Email, '', $eve.Email | Get-ExternalUser | Where-Object Source -eq acme")]
    public void With_a_source_text_input_is_an_address_or_an_id(string script) => AssertPeople(Ok(script), fixture.Dana, fixture.Eve);

    [Fact]
    public void Users_from_the_pipeline_are_selected_in_the_given_source()
    {
        var users = Ok("Get-ExternalUser acme -AccountId $dana.AccountId, $eve.AccountId | Get-ExternalUser -Source acme-jira -Status Active, Deactivated")
            .OutputOf<ExternalUser>();
        Assert.All(users, user => Assert.Equal("acme-jira", user.Source));
        Assert.Equal(2, users.Count);
    }

    [Fact]
    public void A_user_must_match_the_list_and_the_argument()
    {
        AssertPeople(Run("(Row '' $dana.AccountId), (Row '' $eve.AccountId) | Get-ExternalUser -Source acme -Email $dana.Email"), fixture.Dana);
        AssertPeople(Ok("Get-ExternalGroup acme all-employees | Get-ExternalUser -AccountId $id -AccountType Person", ("id", Member.AccountId)), Member);
    }

    [Fact]
    public void An_account_named_by_its_id_is_returned_for_every_type()
    {
        var app = fixture.People.First(person => person.Kind == AccountKind.App);
        foreach (
            var script in new[]
            {
                "Get-ExternalUser acme-jira -AccountId $id",
                "Get-ExternalUser acme-jira -User $id",
                "[pscustomobject]@{ AccountId = $id } | Get-ExternalUser -Source acme-jira",
            }
        )
        {
            AssertPeople(Ok(script, ("id", app.AccountId)), app);
        }

        var error = World.Fails("UserNotFound", "Get-ExternalUser acme-jira -AccountId $id -AccountType Person", ("id", app.AccountId));
        Assert.Contains("AccountType", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_only_other_filters_skip_is_an_error_that_names_them()
    {
        var active = fixture.People.First(person => person.Kind == AccountKind.Person && ReadingFixture.StatusOf(person) == "Active" && person.Index > 0);
        var error = World.Fails("UserNotFound", "Get-ExternalUser acme -AccountId $id -Status Deactivated", ("id", active.AccountId));
        Assert.Contains("and the filters by Status", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_user_whose_name_is_the_address_is_one_match()
    {
        fixture.State.People.Change(fixture.Eve.Index, person => person with { Name = person.Email! });
        Assert.Empty(Ok("Get-ExternalUser acme -User $eve.Email").Warnings);
    }

    [Fact]
    public void A_group_named_twice_is_read_once() =>
        Assert.All(Ok("Get-ExternalUser acme, acme-jira -Group contractors, CONTRACTORS").OutputOf<ExternalUser>(), user =>
            Assert.Equal("contractors", user.MemberOf)
        );

    [Fact]
    public void A_site_without_the_filter_is_skipped_if_it_was_not_named()
    {
        var result = Run("Get-ExternalUser -Managed");
        Assert.Empty(result.AllErrors);
        Assert.Contains("acme-jira", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.All(result.OutputOf<ExternalUser>(), user => Assert.Equal("acme", user.Source));
        Assert.NotEmpty(result.Output);
        Assert.StartsWith("NotSupported", Assert.Single(Run("Get-ExternalUser *-jira -Managed").AllErrors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(Run("Get-ExternalUser acme, acme-jira -Managed -First 1").AllErrors);
    }

    [Fact]
    public void An_empty_list_selects_nobody() => Assert.Empty(Run("@() | Get-ExternalUser -Source acme").Output);

    [Theory]
    [InlineData("Get-ExternalUser acme -Email ''")]
    [InlineData("Get-ExternalUser acme -AccountId ''")]
    [InlineData("Get-ExternalUser acme -Email $none")]
    [InlineData("Get-ExternalUser acme -AccountId @()")]
    public void An_empty_argument_selects_nobody(string script) => AssertNobody(Run(script));

    [Fact]
    public void A_value_that_matches_several_users_is_a_warning()
    {
        var people = fixture.People.Where(person => person.Kind == AccountKind.Person).ToArray();
        fixture.State.People.Change(people[^1].Index, person => person with { Name = people[^2].Name });
        var result = World.Ok("Get-ExternalUser acme -User $who", [.. fixture.Variables(), ("who", people[^2].Name)]);
        Assert.Contains("2 users", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Users_of_one_source_select_users_of_another_source()
    {
        var users = Ok("Get-ExternalUser -Source acme -Group contractors | Get-ExternalUser -Source acme-jira").OutputOf<ExternalUser>();
        Assert.Equal(
            fixture.People.Where(person => person.Kind == AccountKind.Person && fixture.IsIn(person, "contractors")).Select(person => person.AccountId).Order(),
            users.Select(user => user.AccountId).Order()
        );
        Assert.All(users, user => Assert.Equal("acme-jira", user.Source));
    }

    [Fact]
    public void Sources_are_selected_by_object_name_and_wildcard()
    {
        foreach (
            var script in new[]
            {
                "Get-ExternalSource | Get-ExternalUser -AccountId $dana.AccountId",
                "'acme', 'acme-jira' | Get-ExternalUser -AccountId $dana.AccountId",
                "Get-ExternalUser acme* -AccountId $dana.AccountId",
                "Get-ExternalUser -AccountId $dana.AccountId",
                "Get-ExternalUser (Get-ExternalSource) -AccountId $dana.AccountId",
            }
        )
        {
            Assert.Equal(["acme", "acme-jira"], Ok(script).OutputOf<ExternalUser>().Select(user => user.Source).Order());
        }
    }

    [Fact]
    public void An_unknown_source_is_an_error_and_the_others_are_read()
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

    private Person Member => fixture.People.First(person => person.Kind == AccountKind.Person && fixture.IsIn(person, "all-employees"));

    private ShellResult Ok(string script, params (string Name, object? Value)[] more) => World.Ok(Row + script, [.. fixture.Variables(), .. more]);

    private ShellResult Run(string script) => World.Run(Row + script, fixture.Variables());

    private static void AssertNobody(ShellResult result)
    {
        Assert.Empty(result.Output);
        Assert.Empty(result.AllErrors);
        Assert.Contains("no user is selected", Assert.Single(result.Warnings).Message, StringComparison.Ordinal);
    }

    private static void AssertPeople(ShellResult result, params Person[] people) =>
        Assert.Equal(
            people.Select(person => person.AccountId).Order(StringComparer.Ordinal),
            result.OutputOf<ExternalUser>().Select(user => user.AccountId).Order(StringComparer.Ordinal)
        );
}
