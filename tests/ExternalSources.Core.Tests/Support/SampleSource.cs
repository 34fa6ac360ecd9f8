using System;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Sources;

namespace ExternalSources.Core.Tests.Support;

internal static class SampleSource
{
    public static ExternalSource Named(string name) =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = name,
            Type = SourceType.Access,
            Url = ServiceAddress.AdminApi,
            LastUpdatedBy = "ada",
            LastUpdated = TestClock.Start,
        };

    public static ExternalSource Organization(Uri url) => Named("acme") with { Url = url };

    public static ExternalSource Site(Uri url) => Named("acme-site") with { Type = SourceType.JiraCloud, Url = url, UserEmail = Canary.Email };

    /// <summary>A source in which every member that the file holds differs from its default.</summary>
    public static ExternalSource Full =>
        new()
        {
            Id = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
            Name = "İstanbul ığdır \"çalışma\" – 東京",
            Type = SourceType.JiraCloud,
            Url = new Uri("https://acme.atlassian.net/"),
            OrganizationId = "b7c5a0d2-0000-4000-8000-00000000000i",
            Title = "Acme \\ Söhne\n& Co. <b>",
            UserEmail = "info@acme.example",
            ScopedToken = true,
            CloudId = "11111111-2222-3333-4444-555555555555",
            Vault = "TeamVault",
            SecretName = "ExternalSource-0f8fad5b",
            ForeignSecret = true,
            ExpiresOn = new DateTimeOffset(2027, 1, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(1234567),
            LastUpdatedBy = "ACME\\ada",
            LastUpdated = new DateTimeOffset(2026, 7, 1, 8, 30, 0, TimeSpan.Zero).AddTicks(7),
            Status = SourceStatus.Error,
            StatusReason = "The key expired on 2026-06-30.",
            CheckedAt = new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.Zero),
        };
}
