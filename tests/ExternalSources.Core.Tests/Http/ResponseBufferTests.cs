using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public sealed class ResponseBufferTests : IDisposable
{
    private const int Piece = 64 * 1024;

    private readonly ResponseBuffer _body = new();

    public void Dispose() => _body.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData((3 * Piece) + 17)]
    public async Task A_body_is_read_unchanged(int length)
    {
        var bytes = Bytes(length);
        await _body.FillAsync(new Trickle(bytes), int.MaxValue, CancellationToken.None);
        Assert.Equal(length, _body.Length);
        Assert.Equal(bytes, await ReadAsync());
    }

    [Fact]
    public async Task A_reused_buffer_contains_only_the_new_body()
    {
        await _body.FillAsync(new Trickle(Bytes(2 * Piece)), int.MaxValue, CancellationToken.None);
        await _body.FillAsync(new Trickle(Encoding.UTF8.GetBytes("short")), int.MaxValue, CancellationToken.None);
        Assert.Equal("short", Encoding.UTF8.GetString(_body.Tail(1000)));
        Assert.Equal("short", Encoding.UTF8.GetString(await ReadAsync()));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(Piece + 10)]
    public async Task No_more_than_the_maximum_is_read(int maxLength)
    {
        var bytes = Bytes(3 * Piece);
        await _body.FillAsync(new Trickle(bytes), maxLength, CancellationToken.None);
        Assert.Equal(bytes.Take(maxLength), await ReadAsync());
    }

    [Fact]
    public async Task The_tail_goes_across_pieces()
    {
        var bytes = Bytes(Piece + 5);
        await _body.FillAsync(new Trickle(bytes), int.MaxValue, CancellationToken.None);
        Assert.Equal(bytes[^20..], _body.Tail(20));
        Assert.Equal(bytes, await ReadAsync());
    }

    [Theory]
    [InlineData("""{"data":[],"links":{"self":"x","next":"abc"}}""", "abc")]
    [InlineData("""{"links":{"next":"first"},"data":[{"links":{"next":"last"}}]}""", "last")]
    [InlineData("""{"data":[],"links":{"self":"x"}}""", null)]
    [InlineData("""{"data":[],"links":{"next":null}}""", null)]
    [InlineData("""{"data":[],"links":{"next":""}}""", null)]
    [InlineData("""{"data":[],"links":{"next":"a\"b"}}""", null)]
    [InlineData("""{"data":[],"links":{"next":"torn""", null)]
    [InlineData("", null)]
    public async Task The_next_cursor_is_found_at_the_end_of_the_response(string json, string? cursor)
    {
        await _body.FillAsync(new Trickle(Encoding.UTF8.GetBytes(json)), int.MaxValue, CancellationToken.None);
        Assert.Equal(cursor, CursorPrefetch.FindNextCursor(_body));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((i * 31) + (i >> 8)))];

    private async Task<byte[]> ReadAsync()
    {
        var all = new MemoryStream();
        await _body.CopyToAsync(all, 1000);
        return all.ToArray();
    }

    /// <summary>Returns its bytes in pieces of different lengths, like a network.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        private int _step;

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            base.ReadAsync(buffer, offset, Math.Min(count, 1 + (++_step * 7919 % 9000)), cancellationToken);
    }
}
