namespace ExternalSources.Quickstart;

/// <summary>Where the build laid out the module.</summary>
internal static class ModuleFolder
{
    public static string Manifest()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "ExternalSources.sln")))
            {
                continue;
            }

            var manifest = Path.Combine(
                folder.FullName,
                "out",
                "ExternalSources",
                typeof(ModuleFolder).Assembly.GetName().Version!.ToString(3),
                "ExternalSources.psd1"
            );
            return File.Exists(manifest) ? manifest : throw new InvalidOperationException($"The module is not at '{manifest}'. Build it with: dotnet build");
        }

        throw new InvalidOperationException(
            "The quickstart runs from a checkout of the repository. Start it there with: dotnet run --project src/ExternalSources.Quickstart"
        );
    }
}
