using System;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

/// <summary>Responses with a success status and any body.</summary>
public class ResponseTests : SimulatorTest
{
    [Fact]
    public async Task Json_is_read()
    {
        using var client = Client();
        Assert.Equal(Canary.Email, (string?)(await client.GetAsync("rest/api/3/myself", false, Cancellation))["emailAddress"]);
    }

    [Fact]
    public async Task Dates_in_json_stay_text()
    {
        Simulator.Faults.OnAny().RespondWith(200, """{"at": "2026-07-01T12:00:00.000+0200"}""");
        using var client = Client();
        Assert.Equal("2026-07-01T12:00:00.000+0200", ((JValue)(await client.GetAsync("rest/x", false, Cancellation))["at"]!).Value);
    }

    [Fact]
    public async Task A_web_page_is_not_data()
    {
        Simulator.Faults.OnAny().LoginPage();
        var exception = await FailsAsync<UnexpectedResponseException>();
        Assert.Contains("web page", exception.Message);
        Assert.Contains("log-in page", exception.Recommendation);
        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("OK")]
    [InlineData("""{"a": 1""")]
    [InlineData("""{"a": 1} {"a": 2}""")]
    [InlineData("""{"a": 1},""")]
    [InlineData("[1, 2")]
    [InlineData("""{"accountId": "half""")]
    [InlineData("<html>under a false name</html>")]
    public async Task An_incomplete_json_value_is_an_error_and_not_shown(string body)
    {
        Simulator.Faults.OnAny().RespondWith(200, body);
        var exception = await FailsAsync<UnexpectedResponseException>();
        Assert.Contains("not JSON", exception.Message);
        if (body.Trim().Length > 2)
        {
            Assert.DoesNotContain(body, exception.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal(1, Simulator.Requests.Count);
    }

    [Fact]
    public async Task An_empty_body_is_an_error_if_one_is_expected()
    {
        Simulator.Faults.OnAny().RespondWith(204, string.Empty);
        await FailsAsync<UnexpectedResponseException>();
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)]
    public async Task The_depth_of_json_is_limited(int depth, bool read)
    {
        Simulator.Faults.OnAny().RespondWith(200, new string('[', depth) + new string(']', depth));
        using var client = Client();
        var exception = await Record.ExceptionAsync(() => client.GetAsync("rest/x", false, Cancellation));
        Assert.Equal(read ? null : typeof(UnexpectedResponseException), exception?.GetType());
    }

    [Fact]
    public async Task A_body_that_contains_the_key_is_not_shown()
    {
        Simulator.Faults.OnAny().RespondWith(200, "Authorization: " + Canary.Key);
        await FailsAsync<UnexpectedResponseException>();
    }

    [Fact]
    public async Task Compressed_responses_are_read()
    {
        await using var server = Gzipped(Compress("""{"name": "Ünal"}"""));
        using var client = new ServiceClient(server.Address, null, Transport);
        Assert.Equal("Ünal", (string?)(await client.GetAsync("x", true, Cancellation))["name"]);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task A_response_with_invalid_compression_is_a_typed_error(int status)
    {
        await using var server = Gzipped(Encoding.ASCII.GetBytes("this was never compressed"), status);
        using var client = new ServiceClient(server.Address, null, Transport);
        var exception = await Assert.ThrowsAnyAsync<ServiceException>(() => client.GetAsync("x", true, Cancellation));
        Assert.Equal(status == 200 ? typeof(UnexpectedResponseException) : typeof(ServiceStatusException), exception.GetType());
    }

    private static byte[] Compress(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }

    private static RawServer Gzipped(byte[] body, int status = 200) =>
        new(async connection =>
        {
            await connection.ReadHeadAsync();
            var head = $"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n";
            await connection.SendAsync([.. Encoding.ASCII.GetBytes(head), .. body]);
        });
}
