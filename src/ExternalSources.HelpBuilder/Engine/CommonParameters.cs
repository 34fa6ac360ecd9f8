using System.Management.Automation;

namespace ExternalSources.HelpBuilder.Engine;

internal static class CommonParameters
{
    public const string WhatIf = "WhatIf";
    public const string Confirm = "Confirm";

    /// <summary>Whether the engine describes the parameter under CommonParameters.</summary>
    public static bool Contains(string parameter) => Cmdlet.CommonParameters.Contains(parameter);

    /// <summary>The descriptions, as in in-box help, of the parameters that the engine adds to a cmdlet; null for other parameters.</summary>
    public static string? Describe(string parameter) =>
        parameter switch
        {
            "First" => "Gets only the specified number of objects. The cmdlet sends no more requests than it needs for them.",
            "Skip" => "Skips the specified number of objects and then gets the remaining objects.",
            "IncludeTotalCount" => "Reports that the total number of objects is unknown. The cmdlet applies filters while it reads the list.",
            WhatIf => "Shows what would happen if the cmdlet runs. The cmdlet is not run.",
            Confirm => "Prompts you for confirmation before running the cmdlet.",
            _ => null,
        };
}
