using System.Management.Automation;

namespace ExternalSources.HelpBuilder.Engine;

internal static class CommonParameters
{
    public const string WhatIf = "WhatIf";
    public const string Confirm = "Confirm";

    /// <summary>Whether the engine explains the parameter itself, under CommonParameters.</summary>
    public static bool Contains(string parameter) => Cmdlet.CommonParameters.Contains(parameter);

    /// <summary>What in-box help says of the parameters that ShouldProcess brings.</summary>
    public static string? Describe(string parameter) =>
        parameter switch
        {
            "First" => "Gets only the first so many objects, and asks for no more than they need.",
            "Skip" => "Leaves out the first so many objects.",
            "IncludeTotalCount" => "Reports that the number of objects is not known before they are listed: filters are looked at while the list goes by.",
            WhatIf => "Shows what would happen if the cmdlet runs. The cmdlet is not run.",
            Confirm => "Prompts you for confirmation before running the cmdlet.",
            _ => null,
        };
}
