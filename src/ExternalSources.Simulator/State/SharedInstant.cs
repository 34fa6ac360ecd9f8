using System;
using System.Threading;

namespace ExternalSources.Simulator.State;

/// <summary>A date that one thread may set while another reads it: a nullable struct by itself would tear.</summary>
internal struct SharedInstant
{
    private const long None = long.MinValue;
    private long _utcTicks;

    public SharedInstant(DateTimeOffset? value)
    {
        _utcTicks = value?.UtcTicks ?? None;
    }

    public DateTimeOffset? Value
    {
        get
        {
            var ticks = Volatile.Read(ref _utcTicks);
            return ticks == None ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        }
        set => Volatile.Write(ref _utcTicks, value?.UtcTicks ?? None);
    }
}
