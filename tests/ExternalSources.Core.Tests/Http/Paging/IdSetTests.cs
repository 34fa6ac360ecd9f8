using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http.Paging;

public sealed class IdSetTests
{
    [Fact]
    public void An_id_is_new_once()
    {
        var set = new IdSet();
        Assert.False(set.Contains("a"));
        Assert.True(set.Add("a"));
        Assert.False(set.Add("a"));
        Assert.True(set.Contains("a"));
        Assert.False(set.Contains("A"));
        Assert.Equal(1, set.Count);
    }

    [Theory]
    [InlineData("557058:")]
    [InlineData("")]
    [InlineData("5b10ac8d82e05b22cc7d")]
    public void A_million_ids_are_distinct(string prefix)
    {
        var set = new IdSet();
        for (var i = 0; i < 1_000_000; i++)
        {
            Assert.True(set.Add(prefix + i.ToString(CultureInfo.InvariantCulture)));
        }

        Assert.Equal(1_000_000, set.Count);
        for (var i = 0; i < 1_000_000; i += 997)
        {
            Assert.False(set.Add(prefix + i.ToString(CultureInfo.InvariantCulture)));
            Assert.False(set.Contains(prefix + i.ToString(CultureInfo.InvariantCulture) + "x"));
        }

        Assert.Equal(1_000_000, set.Count);
    }

    [Fact]
    public void It_agrees_with_a_set_of_texts_while_it_grows()
    {
        var random = new Random(7);
        var set = new IdSet();
        var texts = new HashSet<string>();
        for (var i = 0; i < 20_000; i++)
        {
            var id = new string([.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => (char)random.Next(0, 0x3000))]);
            Assert.Equal(texts.Add(id), set.Add(id));
            Assert.Equal(texts.Count, set.Count);
        }
    }

    [Fact]
    public void The_empty_text_is_an_id_like_another()
    {
        var set = new IdSet();
        Assert.True(set.Add(""));
        Assert.False(set.Add(""));
        Assert.True(set.Contains(""));
    }
}
