using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using ExternalSources.TestKit;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Contract.Tests.Documents;

/// <summary>The documents of the services, and what they say about a request and its response.</summary>
internal sealed partial class ServiceContract
{
    public const string OrganizationFile = "organization.openapi.json";
    public const string UserManagementFile = "user-management.openapi.json";
    public const string ApiAccessFile = "api-access.openapi.json";
    public const string JiraFile = "jira-platform-v3.openapi.json";
    private const string UndocumentedFile = "undocumented.openapi.json";

    private static readonly (string File, string BasePath)[] Files =
    [
        (OrganizationFile, "/admin"),
        (UserManagementFile, ""),
        (ApiAccessFile, "/admin/api-access/v1"),
        (JiraFile, ""),
    ];

    private static readonly Lazy<Task<ServiceContract>> Read = new(ReadAsync);

    private readonly IReadOnlyList<Tolerance> _tolerances;
    private readonly IReadOnlyList<ServiceDocument> _published;
    private readonly ServiceDocument _undocumented;

    private ServiceContract(
        IReadOnlyList<Tolerance> tolerances,
        IReadOnlyList<ServiceDocument> published,
        ServiceDocument undocumented,
        IReadOnlyList<UndocumentedCall> list
    )
    {
        _tolerances = tolerances;
        _published = published;
        _undocumented = undocumented;
        UndocumentedCalls = list;
    }

    /// <summary>The calls that no published document describes.</summary>
    public IReadOnlyList<UndocumentedCall> UndocumentedCalls { get; }

    public IEnumerable<DocumentedCall> PublishedCalls => _published.SelectMany(document => document.Calls);

    /// <summary>The same, with their parameters and responses.</summary>
    public IEnumerable<DocumentedCall> ListedCalls => _undocumented.Calls;

    private ServiceDocument Organization => _published[0];

    private ServiceDocument UserManagement => _published[1];

    private ServiceDocument Jira => _published[3];

    private static string? Folder =>
        RepositoryPaths.Shared is { } shared && Directory.Exists(Path.Combine(shared, "specs")) ? Path.Combine(shared, "specs") : null;

    /// <summary>Returns the contract. Without the documents, the test is skipped.</summary>
    public static Task<ServiceContract> GetAsync()
    {
        Require();
        return Read.Value;
    }

    /// <summary>Returns the contract without one of the tolerances.</summary>
    /// <exception cref="FormatException">Without it, a document cannot be read.</exception>
    public static async Task<ServiceContract> WithoutAsync(Tolerance tolerance)
    {
        var whole = await GetAsync();
        Tolerance[] others = [.. Tolerance.All.Where(other => other != tolerance)];
        var published = whole._published.ToArray();
        if (tolerance.Document is not null)
        {
            var index = Array.FindIndex(Files, file => file.File == tolerance.Document);
            published[index] = await ReadDocumentAsync(Files[index], others);
        }

        return new ServiceContract(others, published, whole._undocumented, whole.UndocumentedCalls);
    }

    /// <summary>Returns a document as it is published, to see its faults.</summary>
    public static async Task<JObject> PublishedTextAsync(string file)
    {
        Require();
        return await ReadJsonAsync(file);
    }

    /// <summary>Returns the call of a request, of the documents or of the list; null when there is none.</summary>
    public DocumentedCall? CallOf(Exchange exchange) => Find(exchange).Call;

    /// <summary>Whether the call of a request is on the list of calls that no document describes.</summary>
    public bool IsUndocumented(Exchange exchange) => Find(exchange).Document == _undocumented;

    public bool IsOrganization(Exchange exchange) => exchange.Path.StartsWith("/admin/", StringComparison.Ordinal);

    public bool IsUserManagement(Exchange exchange) => exchange.Path.StartsWith("/users/", StringComparison.Ordinal);

    public bool IsJira(Exchange exchange) => !IsOrganization(exchange) && !IsUserManagement(exchange);

    private static void Require() => Xunit.Assert.SkipWhen(Folder is null, "The documents of the services are missing. They belong in ../shared/specs.");

    private static async Task<ServiceContract> ReadAsync()
    {
        await using var resource = typeof(ServiceContract).Assembly.GetManifestResourceStream(UndocumentedFile)!;
        using var reader = new StreamReader(resource);
        var undocumented = await reader.ReadToEndAsync();
        return new ServiceContract(
            Tolerance.All,
            await Task.WhenAll(Files.Select(file => ReadDocumentAsync(file, Tolerance.All))),
            await ServiceDocument.ReadAsync(undocumented),
            [.. UndocumentedCall.ListIn(undocumented)]
        );
    }

    private static async Task<ServiceDocument> ReadDocumentAsync((string File, string BasePath) file, IReadOnlyList<Tolerance> tolerances)
    {
        var document = await ReadJsonAsync(file.File);
        foreach (var tolerance in tolerances.Where(tolerance => tolerance.Document == file.File))
        {
            tolerance.Correct!(document);
        }

        return await ServiceDocument.ReadAsync(document.ToString(Newtonsoft.Json.Formatting.None), file.BasePath);
    }

    private static async Task<JObject> ReadJsonAsync(string file) =>
        (JObject)(JsonText.TryParse(await File.ReadAllTextAsync(Path.Combine(Folder!, file))) ?? throw new FormatException($"{file} is not JSON."));

    private Problem Problem(Exchange exchange, string text) =>
        new(CallOf(exchange)?.ToString() ?? $"{exchange.Method} {exchange.Path}", exchange.Status, text, exchange);

    private (ServiceDocument? Document, DocumentedCall? Call) Find(Exchange exchange)
    {
        foreach (var document in _published.Append(_undocumented))
        {
            if (document.Find(exchange.Method, exchange.Path) is { } call)
            {
                return (document, call);
            }
        }

        return (null, null);
    }
}
