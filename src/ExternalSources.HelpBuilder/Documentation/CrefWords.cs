using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.HelpBuilder.Engine;

namespace ExternalSources.HelpBuilder.Documentation;

/// <summary>Turns a reference to code into the name that help uses.</summary>
internal sealed class CrefWords
{
    /// <summary>The prefix that the compiler puts before an unresolved reference.</summary>
    public const string Unresolved = "!:";

    private readonly Dictionary<string, string> _cmdlets = new(StringComparer.Ordinal);
    private readonly HashSet<string> _parameters = new(StringComparer.Ordinal);
    private readonly List<HelpError> _errors = [];

    public CrefWords(IEnumerable<CmdletInfo> cmdlets)
    {
        foreach (var cmdlet in cmdlets)
        {
            _cmdlets[MemberId.Of(cmdlet.ImplementingType)] = cmdlet.Name;
            _parameters.UnionWith(
                cmdlet
                    .Parameters.Keys.Select(name => ParameterMember.Find(cmdlet.ImplementingType, name))
                    .Where(member => member is not null)
                    .Select(member => MemberId.Of(member!))
            );
        }
    }

    public IReadOnlyList<HelpError> Errors => _errors;

    public string? CmdletName(string cref) => _cmdlets.GetValueOrDefault(cref);

    public string Word(string cref)
    {
        if (_cmdlets.TryGetValue(cref, out var cmdlet))
        {
            return cmdlet;
        }

        if (_parameters.Contains(cref))
        {
            return "-" + LastName(cref);
        }

        if (cref.StartsWith(Unresolved, StringComparison.Ordinal))
        {
            _errors.Add(new HelpError(HelpErrorCode.UnresolvedReference, $"The comments refer to '{cref[Unresolved.Length..]}', which does not exist."));
        }

        return cref.StartsWith("M:", StringComparison.Ordinal) ? LastName(cref) + "()" : LastName(cref);
    }

    private static string LastName(string cref)
    {
        var name = cref.Split('(')[0];
        name = name[(name.LastIndexOfAny(['.', ':']) + 1)..];
        return name.Split('`')[0];
    }
}
