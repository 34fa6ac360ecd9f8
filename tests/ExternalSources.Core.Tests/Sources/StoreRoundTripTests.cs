using System;
using System.IO;
using System.Linq;
using System.Threading;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

public sealed class StoreRoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> AllCultures => Cultures.All;

    private static StoreContent Everything =>
        StoreContent
            .Empty.With(SampleSource.Full)
            .With(SampleSource.Named("plain") with { Id = new Guid("22222222-2222-2222-2222-222222222222") })
            .WithOrphan(new SecretReference("TeamVault", "ExternalSource-lost"));

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void Every_member_comes_back_in_every_culture(string culture)
    {
        var store = new SourceStore(_folder.Path);
        var read = Cultures.In(culture, () =>
        {
            Save(store, Everything);
            return store.Read();
        });

        Assert.Equal(Everything.Sources, read.Sources);
        Assert.Equal(Everything.Orphans, read.Orphans);
    }

    [Fact]
    public void The_sample_leaves_no_member_of_the_file_at_its_default()
    {
        var plain = SampleSource.Named("plain");
        string[] notInTheFile =
        [
            nameof(ExternalSource.SessionOnly),
            nameof(ExternalSource.DaysToExpiry),
            nameof(ExternalSource.Capabilities),
            nameof(ExternalSource.Rights),
            nameof(ExternalSource.MissingRights),
        ];
        foreach (var member in typeof(ExternalSource).GetProperties().Where(member => !notInTheFile.Contains(member.Name)))
        {
            Assert.NotEqual(member.GetValue(plain), member.GetValue(SampleSource.Full));
        }
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void The_files_text_does_not_depend_on_the_culture(string culture)
    {
        const string Expected = """
            {
              "schemaVersion": 1,
              "sources": [
                {
                  "id": "22222222-2222-2222-2222-222222222222",
                  "name": "plain",
                  "type": "Access",
                  "url": "https://api.atlassian.com/",
                  "expiresOn": "2027-01-31T23:59:59.1234567+00:00",
                  "lastUpdatedBy": "ada",
                  "lastUpdated": "2026-07-01T12:00:00.0000000+00:00",
                  "status": "Unknown"
                }
              ],
              "orphanedSecrets": [
                {
                  "vault": "TeamVault",
                  "name": "ExternalSource-lost"
                }
              ]
            }

            """;
        var content = StoreContent
            .Empty.With(SampleSource.Named("plain") with { Id = new Guid("22222222-2222-2222-2222-222222222222"), ExpiresOn = SampleSource.Full.ExpiresOn })
            .WithOrphan(new SecretReference("TeamVault", "ExternalSource-lost"));

        Cultures.In(culture, () => Save(new SourceStore(_folder.Path), content));

        Assert.Equal(Expected.ReplaceLineEndings("\n"), File.ReadAllText(_folder.StorePath).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Dates_with_an_offset_are_kept_as_the_same_moment_in_utc()
    {
        var moment = new DateTimeOffset(2027, 1, 1, 1, 0, 0, TimeSpan.FromHours(5.5));
        var store = new SourceStore(_folder.Path);
        Save(store, StoreContent.Empty.With(SampleSource.Named("acme") with { ExpiresOn = moment }));

        var read = Assert.Single(store.Read().Sources).ExpiresOn!.Value;

        Assert.Equal(moment, read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
    }

    [Fact]
    public void A_missing_file_and_a_missing_folder_are_an_empty_store()
    {
        Assert.Empty(new SourceStore(_folder.Path).Read().Sources);
        Assert.Empty(new SourceStore(_folder.Combine("not/there")).Read().Sources);
        Assert.False(Directory.Exists(_folder.Combine("not")));
    }

    [Fact]
    public void Content_that_did_not_change_is_not_written()
    {
        var store = new SourceStore(_folder.Path);
        using var transaction = store.Lock(CancellationToken.None);
        transaction.Save(transaction.Content);
        Assert.False(File.Exists(_folder.StorePath));
    }

    [Fact]
    public void A_transaction_sees_what_it_saved()
    {
        var store = new SourceStore(_folder.Path);
        using var transaction = store.Lock(CancellationToken.None);
        transaction.Save(transaction.Content.With(SampleSource.Named("one")));
        transaction.Save(transaction.Content.With(SampleSource.Named("two")));
        Assert.Equal(["one", "two"], store.Read().Sources.Select(source => source.Name));
    }

    [Fact]
    public void Settings_of_the_process_for_json_do_not_reach_the_file()
    {
        var store = new SourceStore(_folder.Path);
        Save(store, Everything);
        var before = File.ReadAllText(_folder.StorePath);
        var defaults = Newtonsoft.Json.JsonConvert.DefaultSettings;
        try
        {
            Newtonsoft.Json.JsonConvert.DefaultSettings = () =>
                new()
                {
                    Formatting = Newtonsoft.Json.Formatting.None,
                    DateFormatString = "yyyy",
                    NullValueHandling = Newtonsoft.Json.NullValueHandling.Include,
                    MaxDepth = 1,
                };
            Save(store, store.Read() with { });
            Assert.Equal(before, File.ReadAllText(_folder.StorePath));
        }
        finally
        {
            Newtonsoft.Json.JsonConvert.DefaultSettings = defaults;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static bool Save(SourceStore store, StoreContent content)
    {
        using var transaction = store.Lock(CancellationToken.None);
        transaction.Save(content);
        return true;
    }
}
