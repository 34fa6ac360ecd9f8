using System;
using System.Collections.Generic;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Common;

/// <summary>Lists in a CSV file are readable.</summary>
public class ReadableListTests
{
    private static ExternalUser User(string source, string status) =>
        new()
        {
            Source = source,
            AccountId = "557058:1",
            Name = "Dana",
            Status = status,
            AccountType = "Person",
            Groups = [new GroupReference { Id = "1", Name = "jira-software-users" }, new GroupReference { Id = "2" }],
            Activity =
            [
                new ApplicationActivity { Application = "jira-software", LastActive = new DateTimeOffset(2026, 11, 2, 23, 0, 0, TimeSpan.FromHours(-5)) },
                new ApplicationActivity { Application = "confluence" },
            ],
        };

    [Fact]
    public void Its_text_is_its_items()
    {
        var user = User("acme", "Active");
        Assert.Equal("jira-software-users; 2", user.Groups!.ToString());
        Assert.Equal("jira-software 2026-11-03; confluence", user.Activity.ToString());
        var person = EffectiveState.Of(
            [User("acme-jira", "Deactivated"), user],
            source => source == "acme" ? SourceType.Access : SourceType.JiraCloud,
            ["other"]
        );
        Assert.Equal("acme: Active; acme-jira: Deactivated", person.States.ToString());
        Assert.Equal("Deactivated on acme-jira, Active in acme; Unknown on other, which could not be read", person.Flags.ToString());
        Assert.Equal("other", person.NotRead.ToString());
        Assert.Equal(
            "jira-software-users",
            new ExternalGroup
            {
                Source = "acme",
                Id = "1",
                Name = "x",
                Applications = ["jira-software-users"],
            }.Applications!.ToString()
        );
    }

    [Fact]
    public void All_empty_lists_are_one_object_and_null_stays_null()
    {
        var user = User("acme", "Active") with { Groups = new List<GroupReference>(), Roles = [], Applications = null };
        Assert.Same(ReadableList<GroupReference>.None, user.Groups);
        Assert.Same(user.Roles, (user with { Roles = new List<string>() }).Roles);
        Assert.Equal(string.Empty, user.Roles!.ToString());
        Assert.Null(user.Applications);
    }

    [Fact]
    public void A_copy_of_an_object_has_the_same_list()
    {
        var user = User("acme", "Active");
        Assert.Same(user.Activity, (user with { Activity = user.Activity }).Activity);
    }
}
