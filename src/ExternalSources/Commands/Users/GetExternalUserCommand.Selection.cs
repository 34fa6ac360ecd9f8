using System;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;
using ExternalSources.Errors;

namespace ExternalSources.Commands.Users;

// Whom the arguments and the pipeline name.
public sealed partial class GetExternalUserCommand
{
    // What people have and groups do not.
    private static readonly string[] PersonalColumns = { nameof(AccountId), nameof(Email), "Mail", "EmailAddress", "UserPrincipalName" };

    // What sources have and groups do not.
    private static readonly string[] SourceColumns = { nameof(ExternalSource.Url), nameof(ExternalSource.SecretName) };

    private readonly PipelineEntries _entries = new();
    private readonly NamelessRows _nameless = new();
    private bool _namesSources;
    private int _records;
    private int _blank;
    private int _sourceless;
    private int _ambiguous;

    /// <summary>Looks at what is given beforehand: what says nothing must not select everybody, and what nobody can fit is a mistake.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        foreach (
            var (parameter, values) in new (string, string[]?)[]
            {
                (nameof(Group), Group),
                (nameof(Name), Name),
                (nameof(User), User),
                (nameof(NotInGroup), NotInGroup),
                (nameof(Directory), Directory),
                (nameof(Application), Application),
                (nameof(EmailDomain), EmailDomain?.Select(Domain).ToArray()),
            }
        )
        {
            if (IsArgument(parameter) && (values is not { Length: > 0 } || values.Any(string.IsNullOrWhiteSpace)))
            {
                Refuse(parameter, $"-{parameter} is empty.", "Give a value, or leave it out.");
            }
        }

        if (EmailDomain!.Any(WildcardPattern.ContainsWildcardCharacters))
        {
            Refuse(
                nameof(EmailDomain),
                "-EmailDomain takes whole domains, and no wildcards.",
                "Name each domain, or use -Email with a wildcard: -Email '*@*.acme.example'."
            );
        }

        if (LastActiveBefore <= LastActiveAfter)
        {
            Refuse(
                nameof(LastActiveBefore),
                "Nobody was last active before the one date and after the other.",
                "Give a -LastActiveAfter that is earlier than -LastActiveBefore."
            );
        }

        if (NeverActive && (LastActiveBefore ?? LastActiveAfter) is not null)
        {
            Refuse(
                nameof(NeverActive),
                "Nobody was never active and last active on a date.",
                "Leave out -NeverActive or the date; with -InactiveFor it means those who had at least that long to be active."
            );
        }

        if (LastActiveAfter >= Session.Now - InactiveFor)
        {
            Refuse(
                nameof(InactiveFor),
                "Nobody was last active after the date and not active since before it.",
                "Give a -LastActiveAfter that is longer ago than -InactiveFor."
            );
        }
    }

    /// <summary>Collects the sources and the entries of a list.</summary>
    protected override void ProcessRecord()
    {
        _records++;
        var names = new[] { (Parameter: nameof(AccountId), Values: AccountId), (Parameter: nameof(Email), Values: Email) }
            .Where(name => IsArgument(name.Parameter))
            .ToArray();
        if (names.Length > 0 && !names.SelectMany(name => Told(name.Values)).Any())
        {
            _blank++;
        }
        else if (!MyInvocation.ExpectingInput && !IsArgument(nameof(InputObject)))
        {
            _entries.AddEverything(Source);
        }
        else
        {
            Collect(InputObject?.BaseObject);
        }
    }

    private static string Domain(string domain) => domain.Trim().TrimStart('@');

    private void Collect(object? entry)
    {
        switch (entry)
        {
            case null:
                _blank++;
                break;
            case string text:
                CollectText(text);
                break;
            case ExternalSource source when !IsArgument(nameof(Source)):
                AddSources(source.Name);
                break;
            case ExternalUser user:
                CollectOne(Own(user.Source), new[] { user.AccountId });
                break;
            case EffectiveUser person:
                CollectOne(IsArgument(nameof(Source)) ? Source : new[] { Everywhere }, new[] { person.AccountId });
                break;
            case ExternalGroup group when !IsArgument(nameof(Group)):
                CollectOne(Own(group.Source), groups: new[] { group.Id });
                break;
            case ExternalDirectory directory when !IsArgument(nameof(Directory)):
                _entries.AddDirectories(Own(directory.Source), new[] { directory.Id });
                break;
            case PSCustomObject when Was(typeof(ExternalSource)) && !IsArgument(nameof(Source)):
                AddSources(Text(nameof(ExternalSource.Name)));
                break;
            case PSCustomObject when Was(typeof(ExternalDirectory)) && !IsArgument(nameof(Directory)):
                _entries.AddDirectories(Own(Text(nameof(ExternalDirectory.Source))), new[] { Text(nameof(ExternalDirectory.Id)) });
                break;
            default:
                CollectRow(entry);
                break;
        }
    }

    // An object of ours that was in a file or in another session.
    private bool Was(Type type) => InputObject!.TypeNames.Contains("Deserialized." + type.FullName);

    private string Text(string property) => InputObject!.Properties[property]?.Value?.ToString() ?? string.Empty;

    private void CollectText(string text)
    {
        if (text.IndexOf('@') >= 0)
        {
            CollectOne(Source, emails: new[] { text });
        }
        else if (IsArgument(nameof(Source)) || string.IsNullOrWhiteSpace(text))
        {
            CollectOne(Source, new[] { text });
        }
        else
        {
            AddSources(text);
        }
    }

    // A row is one person, by the best of what it tells. The Id of somebody is not the id of a group.
    private void CollectRow(object entry)
    {
        var names = (
            Ids: IsFromPipeline(nameof(AccountId)),
            Emails: IsFromPipeline(nameof(Email)),
            Groups: IsFromPipeline(nameof(Group)) && entry is PSCustomObject && NamesGroup(InputObject!)
        );
        var isSelected = IsArgument(nameof(AccountId)) || IsArgument(nameof(Email)) || IsArgument(nameof(User));
        if (EntrySources.Length == 0)
        {
            _sourceless++;
        }
        else if (names.Ids || names.Emails)
        {
            CollectOne(EntrySources, names.Ids ? AccountId : null, names.Emails ? Email : null);
        }
        else if (names.Groups && MayMeanPerson(InputObject!))
        {
            _ambiguous++;
        }
        else if (names.Groups)
        {
            CollectOne(EntrySources, groups: Group);
        }
        else if (IsFromPipeline(nameof(Source)) && (isSelected || TellsSourcesOnly(InputObject!)))
        {
            AddSources(EntrySources);
        }
        else
        {
            _nameless.Add(NamelessRows.ColumnsOf(InputObject));
        }
    }

    // Its Id is a group's, unless it has what only people or sources have.
    private bool NamesGroup(PSObject row) =>
        Was(typeof(ExternalGroup))
        || row.Properties[nameof(Group)] is not null
        || !PersonalColumns.Concat(SourceColumns).Any(column => row.Properties[column] is not null);

    // A group is what somebody belongs to as well: a row that has a group and an address may mean either.
    private bool MayMeanPerson(PSObject row) =>
        !Was(typeof(ExternalGroup))
        && row.Properties.Any(column =>
            column.Name is not nameof(Group) and not "Id" and not nameof(ExternalGroup.Description)
            && column.Value is string text
            && text.Trim() is var value
            && value.IndexOf('@') > 0
            && !value.Any(char.IsWhiteSpace)
        );

    private string[] Own(string source) => IsArgument(nameof(Source)) ? Source : new[] { source };

    private void AddSources(params string[] sources)
    {
        _namesSources = true;
        _entries.AddEverything(sources);
    }

    private void CollectOne(string[] sources, string[]? ids = null, string[]? emails = null, string[]? groups = null)
    {
        if (Told(ids).ToArray() is { Length: > 0 } accounts)
        {
            RefuseBoth(nameof(AccountId));
            _entries.AddAccounts(sources, accounts);
        }
        else if (Told(emails).ToArray() is { Length: > 0 } addresses)
        {
            RefuseBoth(nameof(Email));
            _entries.AddEmails(sources, addresses);
        }
        else if (Told(groups).ToArray() is { Length: > 0 } members)
        {
            _entries.AddGroups(sources, members);
        }
        else
        {
            _blank++;
        }
    }

    /// <summary>Somebody who names the same of users twice means a filter of what is piped, or both, and nobody can tell which.</summary>
    private void RefuseBoth(string parameter)
    {
        if (IsArgument(parameter))
        {
            Refuse(
                parameter,
                $"The pipeline and -{parameter} both name users.",
                $"Leave out -{parameter}, and filter what is piped with Where-Object or the other filters."
            );
        }
    }

    /// <summary>Says what of the pipeline named nobody: that is not the same as everybody.</summary>
    private void ReportNameless()
    {
        if (_nameless.Count > 0)
        {
            WriteError(
                new InvalidInputException(
                    nameof(InputObject),
                    $"{_nameless.Entries} of the list {(_nameless.Count == 1 ? "names" : "name")} nobody: there is no Email, AccountId or Group"
                        + (_nameless.Columns.Length == 0 ? "." : $" among {_nameless.Columns}."),
                    "Name the column that tells who it is AccountId or Email (Mail and EmailAddress will do): Select-Object @{ Name = 'Email'; Expression = 'Address' }. A hashtable has to be made an object: [pscustomobject]."
                ).ToRecord(null)
            );
        }

        if (_ambiguous > 0)
        {
            WriteError(
                new InvalidInputException(
                    nameof(InputObject),
                    $"{Invariant.Count(_ambiguous, "row")} of the list {(_ambiguous == 1 ? "has" : "have")} a group and an address: it is not told whether the person is meant or the members of the group.",
                    "Call the column of the address Email where people are meant; where groups are, leave the address out: Select-Object -Property Group, Source."
                ).ToRecord(null)
            );
        }

        if (_sourceless > 0)
        {
            RefuseWithoutSource(_sourceless);
        }

        if (_blank > 0 && _blank == _records)
        {
            WriteWarning("No e-mail address or account id was given, so nobody is selected.");
        }
        else if (_blank > 0)
        {
            WriteWarning(
                $"{Invariant.Count(_blank, "entry", "entries")} of the list {(_blank == 1 ? "is" : "are")} empty, and {(_blank == 1 ? "selects" : "select")} nobody."
            );
        }
    }

    private void Refuse(string parameter, string message, string recommendation) =>
        ThrowTerminatingError(new InvalidInputException(parameter, message, recommendation).ToRecord(null));
}
