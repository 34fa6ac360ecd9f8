using System.Linq;
using System.Management.Automation;
using ExternalSources.Commands.Users;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Sources;
using Xunit;

namespace ExternalSources.Module.Tests.Commands.Users;

/// <summary>The users that a pipeline object selects, tested without a shell.</summary>
public sealed class PipedUsersTests
{
    private static readonly string[] Acme = ["acme"];

    [Fact]
    public void Without_input_all_users_of_the_sources_are_selected()
    {
        var piped = new PipedUsers(_ => false);
        piped.Add(new PipedRecord { Source = Acme });
        Assert.Equal(Acme, piped.Entries.Sources);
        Assert.False(piped.Entries.NamesAnybody);
        Assert.Null(piped.Warning());
    }

    [Fact]
    public void A_text_is_an_address_an_id_or_a_source()
    {
        var withSource = new PipedUsers(parameter => parameter == "Source");
        withSource.Add(Input("dana@acme.example") with { Source = Acme });
        withSource.Add(Input("id") with { Source = Acme });
        Assert.Equal([("dana@acme.example", false), ("id", true)], withSource.Entries.People.Select(person => (person.Value, person.IsId)).Order());

        var withoutSource = new PipedUsers(_ => false);
        withoutSource.Add(Input("acme"));
        Assert.Equal(Acme, withoutSource.Entries.Sources);
        Assert.True(withoutSource.NamesSources);
    }

    [Fact]
    public void An_object_from_a_file_selects_as_the_object_does()
    {
        var source = Saved<ExternalSource>(("Name", "acme"), ("Url", "https://acme.example"), ("Id", "1"));
        var directory = Saved<ExternalDirectory>(("Source", "acme"), ("Id", "directory"), ("Name", "Acme"));
        var sources = new PipedUsers(_ => false);
        sources.Add(
            new PipedRecord
            {
                InputObject = source,
                HasInput = true,
                IsFromPipeline = parameter => parameter == "Group",
            }
        );
        Assert.Equal(Acme, sources.Entries.Sources);
        Assert.True(sources.NamesSources);

        var directories = new PipedUsers(_ => false);
        directories.Add(
            new PipedRecord
            {
                InputObject = directory,
                HasInput = true,
                Source = Acme,
                IsFromPipeline = parameter => parameter is "Group" or "Source",
            }
        );
        Assert.Empty(directories.Errors());
        Assert.True(directories.Entries.NamesAnybody);
        Assert.Empty(directories.Entries.Groups);
    }

    [Fact]
    public void A_user_in_the_pipeline_and_in_an_argument_is_an_error()
    {
        var piped = new PipedUsers(parameter => parameter is "Source" or "Email");
        var record = Input("dana@acme.example") with { Source = Acme, Email = ["*@acme.example"] };
        Assert.Equal("Email", Assert.Throws<InvalidInputException>(() => piped.Add(record)).Parameter);
    }

    [Fact]
    public void Entries_that_are_empty_or_name_no_user_are_counted_and_select_nobody()
    {
        var piped = new PipedUsers(_ => false);
        piped.Add(Input(null));
        piped.Add(Input(Row(("Post", "x"))));
        piped.Add(Input(Row(("Post", "x"))) with { Source = [" "] });
        Assert.Empty(piped.Entries.Sources);
        Assert.Equal(1, piped.WithoutSource);
        Assert.Equal("1 entry in the list has no AccountId, Email or Group and was skipped. The columns are Post.", Assert.Single(piped.Errors()).Message);
        Assert.Equal("1 entry in the list is empty and was skipped.", piped.Warning());
    }

    private static PipedRecord Input(object? value) => new() { InputObject = value is null ? null : PSObject.AsPSObject(value), HasInput = true };

    private static PSObject Row(params (string Name, object Value)[] columns)
    {
        var row = new PSObject();
        foreach (var (name, value) in columns)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    private static PSObject Saved<T>(params (string Name, object Value)[] columns)
    {
        var row = Row(columns);
        row.TypeNames.Insert(0, "Deserialized." + typeof(T).FullName);
        return row;
    }
}
