using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>A request line is measured in bytes, as it is sent.</summary>
public class RequestLineTests : SimulatorTest
{
    [Theory]
    [InlineData("5b10ac8d82e05b22cc7d4ef5", 100)]
    [InlineData("557058:f58131cb-b67d-43c7-b30d-6b58d40bd077", 100)]
    [InlineData("557058:f58131cb-b67d-43c7-b30d-6b58d40bd077:557058:f58131cb-b67d-43c7-b30d-6b58d40bd077:557058:f58131cb-b67d", 100)]
    [InlineData("管理者グループ", 50)]
    [InlineData("a", 3)]
    public void No_line_is_longer_than_4_KB_and_no_value_is_lost(string value, int most)
    {
        var values = Enumerable.Range(0, 500).Select(number => value + number).ToArray();
        var batches = RequestLine.Split("accountId", values, most).ToArray();
        Assert.Equal(values, batches.SelectMany(batch => batch));
        Assert.All(batches, batch =>
        {
            var query = string.Join("&", batch.Select(one => "accountId=" + Uri.EscapeDataString(one)));
            var line = "GET /ex/jira/3f2a0d34-9a51-4d1f-8c46-0c1b7a1de0c7/rest/api/3/user/bulk?startAt=1000&maxResults=100&" + query + " HTTP/1.1\r\n";
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, RequestLine.MaxBytes);
            Assert.InRange(batch.Count, 1, most);
        });
        // The lines are used: all but the last one are full.
        Assert.All(batches.SkipLast(1), batch => Assert.True(batch.Count == most || batch.Sum(one => Uri.EscapeDataString(one).Length + 11) > 3500));
    }

    [Theory]
    [InlineData(4000, true)]
    [InlineData(4096, false)]
    [InlineData(60000, false)]
    public async Task A_request_with_a_longer_line_is_not_sent(int length, bool isSent)
    {
        using var client = Client();
        var request = client.GetAsync("rest/api/3/myself?x=" + new string('x', length - 40), false, Cancellation);
        if (isSent)
        {
            await request;
        }
        else
        {
            Assert.Contains("no more than 4096", (await Assert.ThrowsAsync<InvalidInputException>(() => request)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(isSent ? 1 : 0, Simulator.Requests.Count);
    }

    [Fact]
    public void A_single_long_value_is_sent_alone() => Assert.Equal(2, RequestLine.Split("groupName", [new string('x', 5000), "y"], 50).Count());
}
