using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The list of calls that no document describes has no entry without a source, and none that a document describes.</summary>
public sealed class UndocumentedCallTests
{
    [Fact]
    public async Task Every_entry_names_its_source()
    {
        var contract = await ServiceContract.GetAsync();

        Assert.NotEmpty(contract.UndocumentedCalls);
        Assert.All(contract.UndocumentedCalls, call =>
            Assert.True(Uri.TryCreate(call.Source, UriKind.Absolute, out var page) && page.Scheme == Uri.UriSchemeHttps, $"{call} has no source.")
        );
    }

    [Fact]
    public async Task No_document_describes_an_entry()
    {
        var contract = await ServiceContract.GetAsync();

        Assert.All(contract.UndocumentedCalls, call =>
            Assert.DoesNotContain(contract.PublishedCalls, published => published.Method == call.Method && published.IsAt(call.Path))
        );
    }

    [Fact]
    public async Task The_list_has_no_call_that_could_revoke_or_create_keys_of_the_whole_organization()
    {
        var contract = await ServiceContract.GetAsync();

        Assert.DoesNotContain(
            contract.UndocumentedCalls.Select(call => call.ToString()).Concat(contract.PublishedCalls.Select(call => call.ToString())),
            call => call.Contains("/api-access/", StringComparison.Ordinal) && !call.StartsWith("GET ", StringComparison.Ordinal)
        );
    }
}
