using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using ExternalSources.Core.Common;

namespace ExternalSources.Session;

/// <summary>Asks the admin for missing values with PowerShell's own prompts, if somebody can answer.</summary>
internal sealed class Interaction
{
    private readonly PSHost _host;

    public Interaction(PSHost host, bool? isAttended)
    {
        _host = host;
        IsPossible = isAttended ?? IsAttended(host);
    }

    /// <summary>Whether somebody can answer. The host can still refuse to ask.</summary>
    public bool IsPossible { get; }

    /// <summary>Asks for the fields in one prompt. Returns <see langword="null"/> if nobody can answer.</summary>
    public IReadOnlyDictionary<string, PSObject>? Ask(string caption, string message, params FieldDescription[] fields)
    {
        if (!IsPossible)
        {
            return null;
        }

        try
        {
            return _host.UI.Prompt(caption, message, new Collection<FieldDescription>(fields));
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return null;
        }
    }

    /// <summary>Lets the admin choose. Returns <see langword="null"/> if nobody can answer.</summary>
    public int? Choose(string caption, string message, IEnumerable<string> labels)
    {
        if (!IsPossible)
        {
            return null;
        }

        try
        {
            var choices = labels.Select((label, i) => new ChoiceDescription($"&{Invariant.Text(i + 1)} {label.Replace("&", "&&")}", label)).ToList();
            return _host.UI.PromptForChoice(caption, message, new Collection<ChoiceDescription>(choices), -1);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            return null;
        }
    }

    public static FieldDescription Field(string name, Type type, string help)
    {
        var field = new FieldDescription(name) { HelpMessage = help, IsMandatory = true };
        field.SetParameterType(type);
        return field;
    }

    public static string? Text(IReadOnlyDictionary<string, PSObject> answers, string name) =>
        answers.TryGetValue(name, out var answer) ? answer?.BaseObject as string : null;

    public static SecureString? Secret(IReadOnlyDictionary<string, PSObject> answers, string name) =>
        answers.TryGetValue(name, out var answer) ? answer?.BaseObject as SecureString : null;

    // Hosts that cannot ask throw these: PowerShell with -NonInteractive, remoting and job hosts.
    private static bool IsRefusal(Exception exception) =>
        exception is PSInvalidOperationException or HostException or NotImplementedException or PSNotSupportedException;

    // The host of jobs and remote sessions accepts a question and may wait for the answer forever.
    private static bool IsAttended(PSHost host) =>
        host.UI?.RawUI is not null
        && host.Name != "ServerRemoteHost"
        && Environment.UserInteractive
        && !IsNonInteractive()
        && !(host.Name == "ConsoleHost" && Console.IsInputRedirected);

    private static bool IsNonInteractive()
    {
        // powershell.exe and pwsh accept abbreviations down to -noni, after one dash, two dashes or a slash.
        return Environment
            .GetCommandLineArgs()
            .Skip(1)
            .Any(argument =>
            {
                var name = argument.TrimStart('-', '/');
                return name.Length != argument.Length && name.Length >= 4 && "noninteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase);
            });
    }
}
