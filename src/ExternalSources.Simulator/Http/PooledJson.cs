using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ExternalSources.Simulator.Http;

/// <summary>A reusable buffer with its writer. Without it, each page of a thousand rows would grow its own buffer.</summary>
internal sealed class PooledJson : IDisposable
{
    private const int MostKept = 64;
    private const int LargestKept = 4 << 20;
    private static readonly ConcurrentQueue<PooledJson> Pool = new();

    // Atlassian's services do not escape letters of any script.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    private PooledJson()
    {
        Writer = new Utf8JsonWriter(_buffer, WriterOptions);
    }

    public Utf8JsonWriter Writer { get; }

    public ReadOnlyMemory<byte> Written
    {
        get
        {
            Writer.Flush();
            return _buffer.WrittenMemory;
        }
    }

    public static PooledJson Rent() => Pool.TryDequeue(out var pooled) ? pooled : new PooledJson();

    public void Dispose()
    {
        _buffer.ResetWrittenCount();
        Writer.Reset();
        if (Pool.Count < MostKept && _buffer.Capacity <= LargestKept)
        {
            Pool.Enqueue(this);
        }
    }
}
