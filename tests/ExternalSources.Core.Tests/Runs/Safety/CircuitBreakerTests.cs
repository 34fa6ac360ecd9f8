using ExternalSources.Core.Runs.Safety;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Safety;

/// <summary>The number of equal failures that ends a run.</summary>
public sealed class CircuitBreakerTests
{
    [Fact]
    public void Five_failures_in_a_row_for_one_reason_open_the_circuit_breaker()
    {
        var breaker = new CircuitBreaker();
        for (var i = 0; i < 4; i++)
        {
            Assert.False(breaker.Failed("403", "no"));
        }

        breaker.Succeeded();
        for (var i = 0; i < 4; i++)
        {
            Assert.False(breaker.Failed("403", "no"));
        }

        Assert.False(breaker.Failed("500", "oops"));
        for (var i = 0; i < 4; i++)
        {
            Assert.False(breaker.Failed("403", "no " + i));
        }

        Assert.Null(breaker.Tripped);
        Assert.True(breaker.Failed("403", "no more"));
        Assert.False(breaker.Failed("403", "later"));
        Assert.Equal("no more", breaker.Tripped);
        breaker.Succeeded();
        Assert.NotNull(breaker.Tripped);
    }
}
