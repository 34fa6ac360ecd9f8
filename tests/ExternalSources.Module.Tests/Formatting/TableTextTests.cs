using ExternalSources.Formatting;
using Xunit;

namespace ExternalSources.Module.Tests.Formatting;

public sealed class TableTextTests
{
    [Theory]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("one two three", 12, "one two\nthree")]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("one two three", 6, "one\ntwo\nthree")]
    [InlineData("one\ntwo three", 12, "one\ntwo three")]
    [InlineData("557058:19016cc8-f346-41a7", 18, "557058:19016cc8-\nf346-41a7")]
    [InlineData("somebody.else@acme.example", 15, "somebody.else@\nacme.example")]
    [InlineData("abcdefghij", 4, "abcd\nefgh\nij")]
    [InlineData("abc😀def", 4, "abc\n😀de\nf")]
    [InlineData("one two three", 0, "one two three")]
    [InlineData("one two three", -60, "one two three")]
    [InlineData(null, 10, null)]
    public void Text_wraps_between_words_and_inside_a_word_only_if_it_is_too_long(string? text, int width, string? expected) =>
        Assert.Equal(expected, TableText.Wrap(text, width));
}
