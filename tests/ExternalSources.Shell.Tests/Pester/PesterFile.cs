using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Shell.Tests.Pester;

/// <summary>Runs one Pester file in a shell of its own.</summary>
internal static class PesterFile
{
    public static string Folder => Path.Combine(RepositoryPaths.Root, "tests", "Pester");

    public static async Task<PesterReport> RunAsync(string path)
    {
        using var folder = new TemporaryFolder();
        var report = folder.Combine("report.json");
        string[] arguments = ["-Pester", Shell.Metadata("Pester"), "-Path", path, "-Report", report];
        var outcome = await Shell.RunAsync(Path.Combine(Folder, "Invoke-TestFile.ps1"), arguments);
        return outcome.ExitCode == 0 && File.Exists(report)
            ? JsonSerializer.Deserialize<PesterReport>(await File.ReadAllTextAsync(report))!
            : new PesterReport([], [outcome.ToString()]);
    }
}
