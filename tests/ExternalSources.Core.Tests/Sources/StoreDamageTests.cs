using System;
using System.IO;
using System.Threading;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Sources;

/// <summary>A file that cannot be read is an error with its path, and it is never overwritten.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private const string Row = """
        "id": "22222222-2222-2222-2222-222222222222", "name": "acme", "type": "Access", "url": "https://api.atlassian.com/",
        "lastUpdatedBy": "ada", "lastUpdated": "2026-07-01T12:00:00.0000000+00:00", "status": "Unknown"
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_undamaged_file_is_valid()
    {
        File.WriteAllText(_folder.StorePath, OneSource(Row));
        Assert.Equal("acme", Assert.Single(new SourceStore(_folder.Path).Read().Sources).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   \n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("not json at all")]
    [InlineData("[]")]
    [InlineData("\"sources\"")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"schemaVersion\": 1}")]
    [InlineData("{\"schemaVersion\": \"1\", \"sources\": []}")]
    [InlineData("{\"schemaVersion\": 1.5, \"sources\": []}")]
    [InlineData("{\"schemaVersion\": null, \"sources\": []}")]
    [InlineData("{\"schemaVersion\": 0, \"sources\": []}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": {}}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [null]}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [\"acme\"]}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [{}]}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": []} {}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [], \"orphanedSecrets\": {}}")]
    [InlineData("{\"schemaVersion\": 1, \"sources\": [], \"orphanedSecrets\": [{\"vault\": \"v\"}]}")]
    public void A_damaged_file_is_an_error_and_does_not_change(string text) => AssertLeftAlone(text, StoreFailure.Corrupt, "damaged");

    [Theory]
    [InlineData("\"22222222-2222-2222-2222-222222222222\"", "\"not-a-guid\"")]
    [InlineData("\"acme\"", "\"\"")]
    [InlineData("\"acme\"", "[\"acme\"]")]
    [InlineData("\"Access\"", "\"Confluence\"")]
    [InlineData("\"Access\"", "\"0\"")]
    [InlineData("\"Access\"", "0")]
    [InlineData("\"https://api.atlassian.com/\"", "\"/relative\"")]
    [InlineData("\"2026-07-01T12:00:00.0000000+00:00\"", "\"01.07.2026\"")]
    [InlineData("\"2026-07-01T12:00:00.0000000+00:00\"", "null")]
    [InlineData("\"Unknown\"", "\"Fine\"")]
    [InlineData("\"Unknown\"", "\"Connected, Error\"")]
    [InlineData("\"ada\"", "{}")]
    public void A_member_of_the_wrong_kind_is_damage(string good, string bad) =>
        AssertLeftAlone(OneSource(Row.Replace(good, bad, StringComparison.Ordinal)), StoreFailure.Corrupt, "a source");

    [Fact]
    public void A_file_cut_off_anywhere_is_never_read_as_something_else()
    {
        var whole = OneSource(Row);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllText(_folder.StorePath, whole[..length]);
            Assert.Equal(StoreFailure.Corrupt, Assert.Throws<StoreException>(() => new SourceStore(_folder.Path).Read()).Failure);
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    public void A_newer_schema_is_an_error_and_does_not_change(string version)
    {
        var exception = AssertLeftAlone($$"""{"schemaVersion": {{version}}, "sources": "in a form of the future"}""", StoreFailure.NewerVersion, version);
        Assert.Contains("Update-Module", exception.Recommendation);
    }

    [Fact]
    public void Unknown_members_are_ignored()
    {
        File.WriteAllText(_folder.StorePath, OneSource(Row + ", \"colour\": {\"of\": [\"money\"]}"));
        Assert.Single(new SourceStore(_folder.Path).Read().Sources);
    }

    [Fact]
    public void A_byte_order_mark_is_ignored()
    {
        File.WriteAllText(_folder.StorePath, OneSource(Row), System.Text.Encoding.UTF8);
        Assert.Equal(0xEF, File.ReadAllBytes(_folder.StorePath)[0]);
        Assert.Single(new SourceStore(_folder.Path).Read().Sources);
    }

    [Fact]
    public void A_folder_in_the_files_place_cannot_be_read()
    {
        Directory.CreateDirectory(_folder.StorePath);
        var exception = Assert.Throws<StoreException>(() => new SourceStore(_folder.Path).Read());
        Assert.Equal(StoreFailure.NotReadable, exception.Failure);
        Assert.Contains(_folder.StorePath, exception.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static string OneSource(string row) => "{\"schemaVersion\": 1, \"sources\": [{" + row + "}]}";

    private StoreException AssertLeftAlone(string text, StoreFailure failure, string words)
    {
        File.WriteAllText(_folder.StorePath, text);
        var before = File.ReadAllBytes(_folder.StorePath);
        var store = new SourceStore(_folder.Path);

        var reading = Assert.Throws<StoreException>(() => store.Read());
        var writing = Assert.Throws<StoreException>(() => store.Lock(CancellationToken.None));
        var again = Assert.Throws<StoreException>(() => store.Lock(CancellationToken.None));

        foreach (var exception in new[] { reading, writing, again })
        {
            Assert.Equal(failure, exception.Failure);
            Assert.Equal(_folder.StorePath, exception.Path);
            Assert.Contains(_folder.StorePath, exception.Message);
            Assert.Contains(words, exception.Message);
            Assert.NotEmpty(exception.Recommendation);
        }

        Assert.Equal(before, File.ReadAllBytes(_folder.StorePath));
        return reading;
    }
}
