using System;
using System.Globalization;
using System.IO;
using System.Linq;
using ExternalSources.Core.Common;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Newtonsoft.Json;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public sealed class JsonReaderExtensionsTests
{
    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("17", "17")]
    [InlineData("1.5", "1.5")]
    [InlineData("true", null)]
    [InlineData("{\"a\":[1,{\"b\":2}]}", null)]
    [InlineData("[[\"x\"]]", null)]
    [InlineData("\"2026-01-31T00:00:00Z\"", "2026-01-31T00:00:00Z")]
    public void A_text_is_read_from_a_text_or_a_number(string json, string? expected) => Assert.Equal(expected, Value(json, reader => reader.Text()));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", null)]
    [InlineData("\"true\"", null)]
    [InlineData("1", null)]
    [InlineData("{\"value\":true}", null)]
    public void A_flag_is_read_from_true_or_false(string json, bool? expected) => Assert.Equal(expected, Value(json, reader => reader.Flag()));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("2147483647", 2147483647)]
    [InlineData("2147483648", null)]
    [InlineData("-1", null)]
    [InlineData("1.5", null)]
    [InlineData("123456789012345678901234567890", null)]
    [InlineData("\"7\"", null)]
    [InlineData("[7]", null)]
    public void A_number_is_read_from_a_count(string json, int? expected) => Assert.Equal(expected, Value(json, reader => reader.Number()));

    [Theory]
    [InlineData("\"2026-01-31\"", "2026-01-31T00:00:00Z")]
    [InlineData("\"2026-01-31T12:30:00.123Z\"", "2026-01-31T12:30:00.123Z")]
    [InlineData("\"2026-01-31T12:30:00+02:00\"", "2026-01-31T10:30:00Z")]
    [InlineData("\"2026-01-31T12:30:00\"", "2026-01-31T12:30:00Z")]
    [InlineData("\"yesterday\"", null)]
    [InlineData("\"2026-02-31\"", null)]
    [InlineData("null", null)]
    [InlineData("{}", null)]
    public void A_date_is_read_as_UTC_in_every_culture(string json, string? expected)
    {
        var date = expected is null ? default(DateTimeOffset?) : DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture);
        foreach (var culture in Cultures.All)
        {
            Assert.Equal(date, Cultures.In(culture.Data, () => Value(json, reader => reader.Date())));
        }
    }

    [Fact]
    public void Unknown_members_are_skipped_with_their_content() =>
        Assert.Equal("b", JsonText.Read(new StringReader("""{"x":{"y":[{"y":1},[2]],"name":"inner"},"z":[{"name":"a"}],"name":"b","w":null}"""), reader =>
            {
                string? name = null;
                reader.StartObject();
                while (reader.NextMember() is { } member)
                {
                    if (member == "name")
                    {
                        name = reader.Text();
                    }
                    else
                    {
                        reader.Skip();
                    }
                }

                return name;
            }));

    [Fact]
    public void The_last_of_repeated_members_counts() => Assert.Equal("b", Value("\"a\",\"value\":\"b\"", reader => reader.Text()));

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{\"id\":1}")]
    public void A_missing_list_is_an_error_if_required_and_otherwise_empty(string json)
    {
        Assert.Throws<JsonReaderException>(() => Value(json, reader => reader.Rows(row => row.Text())));
        Assert.Empty(Value(json, reader => reader.RowsOrNone(row => row.Text()))!);
    }

    [Fact]
    public void Unreadable_rows_are_omitted() =>
        Assert.Equal(["a", "b"], Value("""["a",null,{"c":1},"","b",["d"]]""", reader => reader.Rows(row => row.Text()))!);

    [Theory]
    [InlineData("[{\"id\":\"a\"}")]
    [InlineData("[{\"id\":\"a\"},")]
    [InlineData("[{\"id\":\"a\"")]
    [InlineData("[{\"id\":")]
    [InlineData("[{\"id\"")]
    [InlineData("[")]
    [InlineData("[{\"id\":\"a\",\"x\":{\"y\":1")]
    [InlineData("")]
    [InlineData("[{\"id\":\"a\"}]]")]
    [InlineData("[{\"id\":\"a\"}] {}")]
    [InlineData("<html>")]
    public void An_incomplete_list_is_an_error(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(json), reader => reader.Rows(row =>
                {
                    string? id = null;
                    row.StartObject();
                    while (row.NextMember() is { } member)
                    {
                        if (member == "id")
                        {
                            id = row.Text();
                        }
                        else
                        {
                            row.Skip();
                        }
                    }

                    return id;
                })));

    [Fact]
    public void Every_incomplete_page_is_an_error()
    {
        const string page = """{"data":[{"accountId":"a","name":"b","productAccess":[{"key":"k"}],"x":{"y":[1,2]}},{"accountId":"c"}],"links":{"next":"d"}}""";
        var rows = new OrganizationJsonReader("acme");
        Assert.Equal(2, JsonText.Read(new StringReader(page), rows.UserPage).Rows.Count);
        foreach (var length in Enumerable.Range(0, page.Length))
        {
            Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader(page[..length]), rows.UserPage));
        }
    }

    [Fact]
    public void Too_deep_json_is_an_error_and_not_an_overflow()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        Assert.ThrowsAny<JsonException>(() => Value(deep, reader => reader.Text()));
        Assert.ThrowsAny<JsonException>(() => JsonText.Read(new StringReader("{\"unknown\":" + deep), new OrganizationJsonReader("acme").UserPage));
    }

    private static T? Value<T>(string json, Func<JsonTextReader, T?> read) => JsonText.Read(new StringReader("{\"value\":" + json + "}"), reader =>
        {
            T? value = default;
            reader.StartObject();
            while (reader.NextMember() is { } member)
            {
                if (member == "value")
                {
                    value = read(reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return value;
        });
}
