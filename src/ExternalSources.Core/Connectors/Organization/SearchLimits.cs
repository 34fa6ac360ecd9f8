using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>
/// The numbers of values that the searches of the organization API accept
/// (https://developer.atlassian.com/cloud/admin/organization/rest/). A search never sends more; longer lists are split into several searches.
/// </summary>
internal sealed class SearchLimits
{
    /// <summary>The limits of users/search. They also apply to users/count, which has no emails.</summary>
    public static readonly SearchLimits Users = new(
        100,
        new()
        {
            ["accountIds"] = 10,
            ["groupIds"] = 10,
            ["directoryIds"] = 10,
            ["emailDomains"] = 10,
            ["emails"] = 100,
            ["resourceIds"] = 20,
            ["roleIds"] = 10,
            ["status"] = 4,
            ["accountStatus"] = 3,
            ["membershipStatus"] = 3,
        }
    );

    /// <summary>The limits of groups/search.</summary>
    public static readonly SearchLimits Groups = new(
        100,
        new()
        {
            ["accountIds"] = 10,
            ["groupIds"] = 10,
            ["directoryIds"] = 10,
            ["groupNames"] = 100,
            ["resourceIds"] = 20,
            ["resourceOwners"] = 10,
            ["roleIds"] = 10,
        }
    );

    private readonly Dictionary<string, int> _most;

    private SearchLimits(int pageSize, Dictionary<string, int> most)
    {
        PageSize = pageSize;
        _most = most;
    }

    /// <summary>The maximum number of rows of a page.</summary>
    public int PageSize { get; }

    /// <summary>The members with a maximum number of values.</summary>
    public IEnumerable<string> Members => _most.Keys;

    /// <summary>The maximum number of values of a member.</summary>
    public int Most(string member) => _most[member];

    /// <summary>How many searches the values of a member need.</summary>
    public int Searches(string member, int values) => (values + _most[member] - 1) / _most[member];

    /// <summary>How many pages a list of this length has. An empty list has one page.</summary>
    public int Pages(int rows) => Math.Max(1, (rows + PageSize - 1) / PageSize);

    /// <summary>Splits a search into searches that the service accepts. Together, they find what the search would find.</summary>
    public IReadOnlyList<JObject> Split(JObject query)
    {
        var queries = new List<JObject> { query };
        foreach (var limit in _most.Where(limit => query[limit.Key] is JArray values && values.Count > limit.Value))
        {
            var batches = Batch.Of(((JArray)query[limit.Key]!).ToArray(), limit.Value).ToArray();
            queries = queries.SelectMany(one => batches.Select(batch => new JObject(one) { [limit.Key] = new JArray(batch) })).ToList();
        }

        return queries;
    }

    /// <summary>Makes sure that a search keeps to the limits.</summary>
    /// <exception cref="InvalidOperationException">A member has more values than the service accepts.</exception>
    public void Check(JObject query)
    {
        foreach (var limit in _most)
        {
            if (query[limit.Key] is JArray values && (values.Count == 0 || values.Count > limit.Value))
            {
                throw new InvalidOperationException($"A search has {values.Count} values in {limit.Key}. The service accepts 1 to {limit.Value}.");
            }
        }
    }
}
