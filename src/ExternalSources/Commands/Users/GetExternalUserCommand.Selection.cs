using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace ExternalSources.Commands;

// Whom the arguments and the pipeline name.
public sealed partial class GetExternalUserCommand
{
    private readonly NamedUsers _named = new();
    private readonly SortedSet<string> _columns = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string> _arguments = new();
    private int _records;
    private int _blank;
    private int _nameless;

    /// <summary>Looks at what is given beforehand.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _arguments = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
        // An empty argument is a mistake, and must not select everybody.
        if (IsArgument(nameof(Group)) && !Told(Group).Any())
            ThrowTerminatingError(new InvalidInputException("Group", "-Group names no group.", "Give a name or an id, or leave it out.").ToRecord(Group!));
    }

    /// <summary>Collects the sources and the entries of a list.</summary>
    protected override void ProcessRecord()
    {
        _records++;
        var names = new[] { (nameof(AccountId), AccountId), (nameof(Email), Email) };
        var argument = names.Where(name => IsArgument(name.Item1)).ToArray();
        if (argument.Length > 0 && !argument.SelectMany(name => Told(name.Item2)).Any())
            _blank++;
        else if (!MyInvocation.ExpectingInput)
            _named.AddEverybody(RecordSources);
        else
            Collect(InputObject?.BaseObject);
    }

    private void Collect(object? record)
    {
        // An entry of a list is one person, by the best of what it tells. The Id of somebody is not the id of a group.
        if (record is null)
            _blank++;
        else if (record is ExternalSource source && !IsArgument(nameof(Source)))
            _named.AddEverybody(new[] { source.Name });
        else if (record is string text)
            CollectText(text);
        else if (IsFromPipeline(nameof(AccountId)) || IsFromPipeline(nameof(Email)))
            CollectOne(IsFromPipeline(nameof(AccountId)) ? AccountId : null, IsFromPipeline(nameof(Email)) ? Email : null, null);
        else if (IsFromPipeline(nameof(Group)) && record is not ExternalSource)
            CollectOne(null, null, Group);
        else if (IsArgument(nameof(AccountId)) || IsArgument(nameof(Email)) || IsArgument(nameof(User)) || TellsSourcesOnly())
            _named.AddEverybody(RecordSources);
        else
            CollectNameless();
    }

    private void CollectText(string text)
    {
        if (text.IndexOf('@') >= 0)
            CollectOne(null, new[] { text }, null);
        else if (IsArgument(nameof(Source)) || string.IsNullOrWhiteSpace(text))
            CollectOne(new[] { text }, null, null);
        else
            _named.AddEverybody(new[] { text });
    }

    private void CollectOne(string[]? ids, string[]? emails, string[]? groups)
    {
        if (Told(ids).ToArray() is { Length: > 0 } accounts)
            _named.AddAccounts(RecordSources, accounts);
        else if (Told(emails).ToArray() is { Length: > 0 } addresses)
            _named.AddEmails(RecordSources, addresses);
        else if (Told(groups).ToArray() is { Length: > 0 } members)
            _named.AddMembers(RecordSources, members);
        else
            _blank++;
    }

    private bool TellsSourcesOnly() => IsFromPipeline(nameof(Source)) && InputObject!.Properties.All(property => property.Name.Equals(nameof(Source), StringComparison.OrdinalIgnoreCase));

    private void CollectNameless()
    {
        _nameless++;
        // The names of the columns only: what is in them may be anything, keys too.
        _columns.UnionWith(InputObject!.BaseObject is IDictionary table ? table.Keys.OfType<string>() : InputObject.Properties.Select(property => property.Name));
    }

    /// <summary>Says what of the pipeline named nobody: that is not the same as everybody.</summary>
    private void ReportNameless()
    {
        if (_nameless > 0)
        {
            WriteError(new InvalidInputException(
                nameof(InputObject),
                $"{Invariant.Count(_nameless, "row")} of the list {(_nameless == 1 ? "names" : "name")} nobody: there is no Email, AccountId or Group" + (_columns.Count == 0 ? "." : $" among {string.Join(", ", _columns.Take(20))}."),
                "Name the column that tells who it is Email or AccountId: Select-Object @{ Name = 'Email'; Expression = 'Mail' }. A hashtable has to be made an object: [pscustomobject].").ToRecord(null));
        }

        if (_blank > 0 && _blank == _records)
            WriteWarning("No e-mail address or account id was given, so nobody is selected.");
    }

    private bool IsArgument(string parameter) => _arguments.Contains(parameter);

    private bool IsFromPipeline(string parameter) => !IsArgument(parameter) && MyInvocation.BoundParameters.ContainsKey(parameter);

    private static IEnumerable<string> Told(string[]? values) =>
        (values ?? Array.Empty<string>()).Where(value => !string.IsNullOrWhiteSpace(value)).Select(value => value.Trim());
}
