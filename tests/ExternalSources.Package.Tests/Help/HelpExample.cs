using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.Package.Tests.Support;

namespace ExternalSources.Package.Tests.Help;

/// <summary>An example of a cmdlet's help, as Get-Help gives it.</summary>
/// <param name="Cmdlet">The cmdlet that it belongs to.</param>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Code">Its commands.</param>
internal sealed record HelpExample(string Cmdlet, int Number, string Code)
{
    private static readonly Lazy<IReadOnlyList<HelpExample>> LazyAll = new(Read);

    public static IReadOnlyList<HelpExample> All => LazyAll.Value;

    public static HelpExample Find(string cmdlet, int number) => All.Single(example => example.Cmdlet == cmdlet && example.Number == number);

    private static List<HelpExample> Read()
    {
        using var shell = new PackageShell();
        return
        [
            .. PackageAssembly
                .Cmdlets.Select(PackageAssembly.NameOf)
                .SelectMany(cmdlet =>
                    shell
                        .Ok("(Get-Help $cmdlet -Full).examples.example | ForEach-Object { [string]$_.code }", ("cmdlet", cmdlet))
                        .OutputOf<string>()
                        .Select((code, index) => new HelpExample(cmdlet, index + 1, code))
                ),
        ];
    }
}
