using System;
using System.Management.Automation;
using ExternalSources.TestKit.Shell;
using Xunit;

namespace ExternalSources.TestKit.Tests.Shell;

/// <summary>Imports, loading on first use, and views of modules.</summary>
public sealed class ModuleAutoloaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ModuleAutoloaderTests()
    {
        _folder.Write(
            "Weather/Weather.psd1",
            """
            @{
                RootModule = 'Weather.psm1'; ModuleVersion = '1.0'; FormatsToProcess = @('Weather.Format.ps1xml')
                FunctionsToExport = @('Get-Weather'); CmdletsToExport = @(); AliasesToExport = @(); VariablesToExport = @()
            }
            """
        );
        _folder.Write(
            "Weather/Weather.psm1",
            """
            function Get-Weather {
                [pscustomobject]@{ PSTypeName = 'Test.Weather'; Place = 'Ulm'; Sky = 'fog'; Hidden = 'never shown' }
            }
            """
        );
        _folder.Write(
            "Weather/Weather.Format.ps1xml",
            """
            <Configuration><ViewDefinitions><View>
              <Name>Weather</Name>
              <ViewSelectedBy><TypeName>Test.Weather</TypeName></ViewSelectedBy>
              <TableControl>
                <TableHeaders>
                  <TableColumnHeader><Label>Place</Label><Width>12</Width></TableColumnHeader>
                  <TableColumnHeader><Label>Overhead</Label></TableColumnHeader>
                </TableHeaders>
                <TableRowEntries><TableRowEntry><TableColumnItems>
                  <TableColumnItem><PropertyName>Place</PropertyName></TableColumnItem>
                  <TableColumnItem><PropertyName>Sky</PropertyName></TableColumnItem>
                </TableColumnItems></TableRowEntry></TableRowEntries>
              </TableControl>
            </View></ViewDefinitions></Configuration>
            """
        );
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_view_is_rendered_without_color_codes()
    {
        using var shell = new TestShell(new TestShellOptions { Modules = [_folder.Combine("Weather", "Weather.psd1")] });

        var result = shell.Run("Get-Weather | Out-Host");

        Assert.Equal(["Place        Overhead", "-----        --------", "Ulm          fog"], result.HostLines);
        Assert.DoesNotContain('\x1b', result.HostText);
    }

    [Theory]
    [InlineData("Weather\\Get-Weather")]
    [InlineData("Get-Weather")]
    public void A_module_in_the_folders_of_the_shell_loads_on_first_use(string command)
    {
        var before = Environment.GetEnvironmentVariable("PSModulePath");
        using var shell = new TestShell(new TestShellOptions { ModulePaths = [_folder.Path] });
        Assert.Empty(shell.Run("Get-Module Weather").Output);

        var result = shell.Run($"({command}).Place");

        Assert.Equal(["Ulm"], result.OutputOf<string>());
        Assert.DoesNotContain(_folder.Path, Environment.GetEnvironmentVariable("PSModulePath") ?? before ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void A_module_loads_on_first_use_through_the_API()
    {
        using var shell = new TestShell(new TestShellOptions { ModulePaths = [_folder.Path] });

        var result = shell.Run("[powershell]::Create('CurrentRunspace').AddCommand('Weather\\Get-Weather').Invoke().Place");

        Assert.Equal(["Ulm"], result.OutputOf<string>());
    }

    [Fact]
    public void A_command_in_the_folders_of_another_shell_is_not_found()
    {
        using var owner = new TestShell(new TestShellOptions { ModulePaths = [_folder.Path] });
        using var other = new TestShell();
        owner.Run("Get-Weather");

        var result = other.Run("Weather\\Get-Weather");

        Assert.Equal("CouldNotAutoLoadModule", Assert.Single(result.AllErrors).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_failed_import_is_an_error_of_the_test()
    {
        var broken = _folder.Write("Broken/Broken.psm1", "throw 'no use'");

        Assert.ThrowsAny<RuntimeException>(() => new TestShell(new TestShellOptions { Modules = [broken] }));
        Assert.ThrowsAny<RuntimeException>(() => new TestShell(new TestShellOptions { Modules = [_folder.Combine("Nowhere.psd1")] }));
    }
}
