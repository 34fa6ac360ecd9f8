using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using ExternalSources.Binding;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Sources;
using ExternalSources.Core.Users;

namespace ExternalSources.Commands.Users;

/// <summary>One object from the pipeline, with the values that its properties bind.</summary>
internal sealed record PipedRecord
{
    /// <summary>The object. The command runs once without an object when nothing is piped.</summary>
    public PSObject? InputObject { get; init; }

    /// <summary>Whether the command has input: piped objects, or -InputObject.</summary>
    public bool HasInput { get; init; }

    public string[] Source { get; init; } = { SourceReadCommand.Everywhere };

    public string[]? AccountId { get; init; }

    public string[]? Email { get; init; }

    public string[]? Group { get; init; }

    /// <summary>Returns whether a property of the object binds a parameter.</summary>
    public Func<string, bool> IsFromPipeline { get; init; } = static _ => false;
}

/// <summary>Collects the users, groups and sources that the pipeline names, and counts the entries that name nothing.</summary>
internal sealed class PipedUsers
{
    private const string Source = nameof(GetExternalUserCommand.Source);
    private const string AccountId = nameof(GetExternalUserCommand.AccountId);
    private const string Email = nameof(GetExternalUserCommand.Email);
    private const string Group = nameof(GetExternalUserCommand.Group);
    private const string InputObject = nameof(GetExternalUserCommand.InputObject);

    // Columns that users have and groups do not.
    private static readonly string[] PersonalColumns = { AccountId, Email, "Mail", "EmailAddress", "UserPrincipalName" };

    // Columns that sources have and groups do not.
    private static readonly string[] SourceColumns = { nameof(ExternalSource.Url), nameof(ExternalSource.SecretName) };

    private readonly Func<string, bool> _isArgument;
    private readonly NamelessRows _nameless = new();
    private int _records;
    private int _blank;
    private int _ambiguous;

    /// <param name="isArgument">Returns whether the command line specifies a parameter.</param>
    public PipedUsers(Func<string, bool> isArgument) => _isArgument = isArgument;

    /// <summary>The users, groups and sources that are named so far.</summary>
    public PipelineEntries Entries { get; } = new();

    /// <summary>Whether an entry names a source as a whole.</summary>
    public bool NamesSources { get; private set; }

    /// <summary>How many entries have an empty Source column.</summary>
    public int WithoutSource { get; private set; }

    /// <summary>Adds an object from the pipeline, or the arguments when nothing is piped.</summary>
    /// <exception cref="InvalidInputException">The object and an argument both name users.</exception>
    public void Add(PipedRecord record)
    {
        _records++;
        var arguments = new[] { (Parameter: AccountId, Values: record.AccountId), (Parameter: Email, Values: record.Email) }
            .Where(argument => _isArgument(argument.Parameter))
            .ToArray();
        if (arguments.Length > 0 && !arguments.SelectMany(argument => SourceReadCommand.NonEmpty(argument.Values)).Any())
        {
            _blank++;
        }
        else if (!record.HasInput)
        {
            Entries.AddEverything(record.Source);
        }
        else
        {
            AddObject(record);
        }
    }

    /// <summary>Returns an error for each kind of entry that does not say which users it means. Such an entry never selects all users.</summary>
    public IEnumerable<InvalidInputException> Errors()
    {
        if (_nameless.Count > 0)
        {
            yield return new InvalidInputException(
                InputObject,
                $"{_nameless.Entries} in the list {(_nameless.Count == 1 ? "has" : "have")} no AccountId, Email or Group and "
                    + $"{(_nameless.Count == 1 ? "was" : "were")} skipped.{_nameless.ColumnsSentence}",
                "Rename the column that identifies the user to AccountId or Email: Select-Object @{ Name = 'Email'; Expression = 'Address' }. "
                    + "Convert a hashtable to an object: [pscustomobject]."
            );
        }

        if (_ambiguous > 0)
        {
            yield return new InvalidInputException(
                InputObject,
                $"{Invariant.Count(_ambiguous, "row")} in the list {(_ambiguous == 1 ? "has" : "have")} a group and an address. "
                    + "A row can mean the user or the members of the group, but not both.",
                "To select users, rename the address column to Email. "
                    + "To select the members of groups, remove the address column: Select-Object -Property Group, Source."
            );
        }
    }

    /// <summary>Returns a warning about empty entries, or <see langword="null"/> if there are none.</summary>
    public string? Warning() =>
        _blank == 0 ? null
        : _blank == _records ? "The e-mail address or account ID is empty, so no user is selected."
        : $"{Invariant.Count(_blank, "entry", "entries")} in the list {(_blank == 1 ? "is empty and was" : "are empty and were")} skipped.";

    private void AddObject(PipedRecord record)
    {
        var entry = record.InputObject?.BaseObject;
        switch (entry)
        {
            case null:
                _blank++;
                break;
            case string text:
                AddText(record, text);
                break;
            case ExternalSource source when !_isArgument(Source):
                AddSources(source.Name);
                break;
            case ExternalUser user:
                AddOne(SourceOf(record, user.Source), ids: new[] { user.AccountId });
                break;
            case EffectiveUser person:
                AddOne(SourceOf(record, SourceReadCommand.Everywhere), ids: new[] { person.AccountId });
                break;
            case ExternalGroup group when !_isArgument(Group):
                AddOne(SourceOf(record, group.Source), groups: new[] { group.Id });
                break;
            case ExternalDirectory directory when !_isArgument(nameof(GetExternalUserCommand.Directory)):
                Entries.AddDirectories(SourceOf(record, directory.Source), new[] { directory.Id });
                break;
            case PSCustomObject when Was<ExternalSource>(record) && !_isArgument(Source):
                AddSources(Text(record, nameof(ExternalSource.Name)));
                break;
            case PSCustomObject when Was<ExternalDirectory>(record) && !_isArgument(nameof(GetExternalUserCommand.Directory)):
                Entries.AddDirectories(SourceOf(record, Text(record, nameof(ExternalDirectory.Source))), new[] { Text(record, nameof(ExternalDirectory.Id)) });
                break;
            default:
                AddRow(record);
                break;
        }
    }

    // Objects of the module that come from a file or from another session.
    private static bool Was<T>(PipedRecord record) => record.InputObject!.TypeNames.Contains("Deserialized." + typeof(T).FullName);

    private static string Text(PipedRecord record, string property) => record.InputObject!.Properties[property]?.Value?.ToString() ?? string.Empty;

    private string[] SourceOf(PipedRecord record, string own) => _isArgument(Source) ? record.Source : new[] { own };

    private void AddText(PipedRecord record, string text)
    {
        if (text.IndexOf('@') >= 0)
        {
            AddOne(record.Source, emails: new[] { text });
        }
        else if (_isArgument(Source) || string.IsNullOrWhiteSpace(text))
        {
            AddOne(record.Source, ids: new[] { text });
        }
        else
        {
            AddSources(text);
        }
    }

    private void AddRow(PipedRecord record)
    {
        var sources = SourceReadCommand.NonEmpty(record.Source).ToArray();
        var hasId = record.IsFromPipeline(AccountId);
        var hasEmail = record.IsFromPipeline(Email);
        var hasGroup = record.IsFromPipeline(Group) && record.InputObject!.BaseObject is PSCustomObject && NamesGroup(record);
        var isSelected = _isArgument(AccountId) || _isArgument(Email) || _isArgument(nameof(GetExternalUserCommand.User));
        if (sources.Length == 0)
        {
            WithoutSource++;
        }
        else if (hasId || hasEmail)
        {
            AddOne(sources, hasId ? record.AccountId : null, hasEmail ? record.Email : null);
        }
        else if (hasGroup && MayMeanPerson(record))
        {
            _ambiguous++;
        }
        else if (hasGroup)
        {
            AddOne(sources, groups: record.Group);
        }
        else if (record.IsFromPipeline(Source) && (isSelected || SourceReadCommand.HasOnlySources(record.InputObject!)))
        {
            AddSources(sources);
        }
        else
        {
            _nameless.Add(NamelessRows.ColumnsOf(record.InputObject));
        }
    }

    // The alias Id of -Group also binds the Id of a user or a source.
    private static bool NamesGroup(PipedRecord record) =>
        Was<ExternalGroup>(record)
        || record.InputObject!.Properties[Group] is not null
        || !PersonalColumns.Concat(SourceColumns).Any(column => record.InputObject.Properties[column] is not null);

    // A list of users often has a column for a group of each user.
    private static bool MayMeanPerson(PipedRecord record) =>
        !Was<ExternalGroup>(record)
        && record.InputObject!.Properties.Any(column =>
            column.Name is not Group and not "Id" and not nameof(ExternalGroup.Description)
            && column.Value is string text
            && text.Trim() is var value
            && value.IndexOf('@') > 0
            && !value.Any(char.IsWhiteSpace)
        );

    private void AddSources(params string[] sources)
    {
        NamesSources = true;
        Entries.AddEverything(sources);
    }

    private void AddOne(string[] sources, string[]? ids = null, string[]? emails = null, string[]? groups = null)
    {
        if (SourceReadCommand.NonEmpty(ids).ToArray() is { Length: > 0 } accounts)
        {
            EnsureNoArgument(AccountId);
            Entries.AddAccounts(sources, accounts);
        }
        else if (SourceReadCommand.NonEmpty(emails).ToArray() is { Length: > 0 } addresses)
        {
            EnsureNoArgument(Email);
            Entries.AddEmails(sources, addresses);
        }
        else if (SourceReadCommand.NonEmpty(groups).ToArray() is { Length: > 0 } members)
        {
            Entries.AddGroups(sources, members);
        }
        else
        {
            _blank++;
        }
    }

    // The argument could be a filter of the piped users or a list of more users.
    private void EnsureNoArgument(string parameter)
    {
        if (_isArgument(parameter))
        {
            throw new InvalidInputException(
                parameter,
                $"Both the pipeline and -{parameter} specify users.",
                $"Omit -{parameter}. To filter the piped users, use Where-Object or another parameter."
            );
        }
    }
}
