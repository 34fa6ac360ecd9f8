using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using ExternalSources.Package.Tests.Support;
using ExternalSources.TestKit;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.Package.Tests.Views;

/// <summary>
/// The list view of a source. The bare engine has no Format-List, so these tests import the package's views without the table: then a source
/// is shown as its list.
/// </summary>
public sealed class SourceListTests : IDisposable
{
    private static readonly Type Source = PackageAssembly.Core.GetType("ExternalSources.Core.Sources.ExternalSource", throwOnError: true)!;

    private readonly TemporaryFolder _folder = new();
    private readonly TestShell _shell;

    public SourceListTests()
    {
        var views = XDocument.Load(Path.Combine(RepositoryPaths.ModuleFolder, "ExternalSources.Format.ps1xml"));
        views.Descendants("View").Where(view => view.Element("TableControl") is not null).Remove();
        _folder.Write("Lists.Format.ps1xml", views.ToString());
        var manifest = _folder.Write(
            "Lists.psd1",
            $"@{{ ModuleVersion = '1.0'; RequiredAssemblies = '{Source.Assembly.Location}'; FormatsToProcess = 'Lists.Format.ps1xml' }}"
        );
        _shell = new TestShell(new TestShellOptions { Modules = [manifest] });
    }

    [Fact]
    public void The_list_shows_all_that_is_of_use_to_an_admin() =>
        Assert.Equal(
            Source.GetProperties().Select(property => property.Name).Except(["Id", "CloudId", "ForeignSecret"]).Order(StringComparer.Ordinal),
            Show(Samples.Connected).Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void What_is_not_known_is_blank()
    {
        var list = Show(Samples.Unknown);
        foreach (var empty in new[] { "Title", "OrganizationId", "UserEmail", "Vault", "SecretName", "ExpiresOn", "DaysToExpiry", "StatusReason", "CheckedAt" })
        {
            Assert.Equal(string.Empty, list[empty]);
        }

        Assert.Equal("Unknown", list["Status"]);
        Assert.Equal("False", list["ScopedToken"]);
    }

    [Fact]
    public void A_source_in_error_has_status_and_reason()
    {
        var list = Show(Samples.InError);
        Assert.Equal("Error", list["Status"]);
        Assert.Equal("The token was revoked.", list["StatusReason"]);
    }

    public void Dispose()
    {
        _shell.Dispose();
        _folder.Dispose();
    }

    private Dictionary<string, string> Show(string source)
    {
        var result = _shell.Run(source + " | Out-Host", new Dictionary<string, object?> { ["then"] = DateTimeOffset.UnixEpoch });
        Assert.Empty(result.AllErrors);
        return result.HostLines.Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0].Trim(), parts => parts[1].Trim());
    }
}
