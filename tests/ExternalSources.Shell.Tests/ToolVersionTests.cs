using System.IO;
using System.Text.Json;
using ExternalSources.TestKit;
using Xunit;

namespace ExternalSources.Shell.Tests;

public sealed class ToolVersionTests
{
    [Fact]
    public void People_get_the_PowerShell_that_the_tests_use()
    {
        using var tools = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryPaths.Root, ".config", "dotnet-tools.json")));
        Assert.Equal(Shell.Metadata("PowerShellVersion"), tools.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString());
    }
}
