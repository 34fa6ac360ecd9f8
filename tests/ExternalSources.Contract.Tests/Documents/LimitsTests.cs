using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.Core.Connectors.Organization;
using ExternalSources.Simulator.Organization;
using Newtonsoft.Json.Linq;
using Xunit;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The limits that the client keeps to, and those that the simulator enforces, are the documented ones: no more and no fewer.</summary>
public class LimitsTests
{
    private const string Directory = "/v2/orgs/{orgId}/directories/{directoryId}/";

    private static readonly Dictionary<string, (string Method, string Path)[]> Calls = new()
    {
        [RequestLimits.UserSearch] = [("post", Directory + "users/search")],
        [RequestLimits.UserCount] = [("get", Directory + "users/count")],
        [RequestLimits.GroupSearch] = [("post", Directory + "groups/search")],
        [RequestLimits.RoleAssignments] = [("get", Directory + "users/{accountId}/role-assignments"), ("get", Directory + "groups/{groupId}/role-assignments")],
        [RequestLimits.Directories] = [("get", "/v2/orgs/{orgId}/directories")],
        [RequestLimits.Workspaces] = [("post", "/v2/orgs/{orgId}/workspaces")],
    };

    public static TheoryData<string> Names => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_simulator_enforces_the_documented_limits(string call)
    {
        var enforced = RequestLimits
            .All.Where(limit => limit.Call == call)
            .Select(limit =>
                Text(limit.Member, limit.Most == int.MaxValue ? null : limit.Most, limit.Member == RequestLimits.PageSize ? null : limit.Least, limit.IsUnique)
            );
        foreach (var documented in await Task.WhenAll(Calls[call].Select(one => DocumentedAsync(one.Method, one.Path))))
        {
            Assert.Equal(
                documented.Select(limit => Text(limit.Name, limit.Most, limit.Least, limit.IsUnique)).Order(StringComparer.Ordinal),
                enforced.Order(StringComparer.Ordinal)
            );
        }
    }

    [Fact]
    public async Task The_client_keeps_to_the_documented_limits()
    {
        foreach (var (limits, call) in new[] { (SearchLimits.Users, RequestLimits.UserSearch), (SearchLimits.Groups, RequestLimits.GroupSearch) })
        {
            var documented = await DocumentedAsync(Calls[call][0].Method, Calls[call][0].Path);
            Assert.Equal(documented.Single(limit => limit.Name == RequestLimits.PageSize).Most, limits.PageSize);
            // The client never sorts, and it has one list of expansions for each search.
            Assert.Equal(
                documented
                    .Where(limit => limit.Name is not (RequestLimits.PageSize or "sortBy" or "expand"))
                    .Select(limit => $"{limit.Name} {limit.Most}")
                    .Order(StringComparer.Ordinal),
                limits.Members.Select(member => $"{member} {limits.Most(member)}").Order(StringComparer.Ordinal)
            );
        }
    }

    private static string Text(string name, int? most, int? least, bool isUnique) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: at most {most}, at least {least}, unique {isUnique}");

    private static async Task<IReadOnlyList<DocumentedLimit>> DocumentedAsync(string method, string path)
    {
        var document = await ServiceContract.PublishedTextAsync(ServiceContract.OrganizationFile);
        var operation = (JObject)document["paths"]![path]![method]!;
        var parameters = ((operation["parameters"] as JArray) ?? [])
            .Select(parameter => Resolved(document, parameter))
            .Where(parameter => (string?)parameter["in"] == "query")
            .Select(parameter => ((string)parameter["name"]!, (JToken)parameter["schema"]!));
        var body = operation.SelectToken("requestBody.content['application/json'].schema");
        var members = body is null ? [] : ((JObject)Resolved(document, body)["properties"]!).Properties().Select(member => (member.Name, member.Value));
        return
        [
            .. parameters
                .Concat(members)
                .Select(one => (Name: one.Item1, Schema: Resolved(document, one.Item2)))
                .Where(one => one.Schema["maxItems"] is not null || one.Schema["maximum"] is not null || one.Schema["uniqueItems"] is not null)
                .Select(one => new DocumentedLimit(
                    one.Name,
                    (int?)one.Schema["maxItems"] ?? (int?)one.Schema["maximum"],
                    one.Schema["maximum"] is null ? (int?)one.Schema["minItems"] ?? 0 : null,
                    (bool?)one.Schema["uniqueItems"] == true
                )),
        ];
    }

    private static JToken Resolved(JObject document, JToken schema) =>
        (string?)schema["$ref"] is { } reference ? document.SelectToken(reference[2..].Replace('/', '.'))! : schema;

    /// <summary>A limit of the document.</summary>
    /// <param name="Name">The name of the member or the parameter.</param>
    /// <param name="Most">The maximum number of values, or the maximum.</param>
    /// <param name="Least">The minimum number of values.</param>
    /// <param name="IsUnique">Whether the values must differ.</param>
    private sealed record DocumentedLimit(string Name, int? Most, int? Least, bool IsUnique);
}
