using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads the lists of the organization API into objects.</summary>
internal sealed class OrganizationJsonReader
{
    private readonly string _source;
    private readonly string? _directory;

    /// <param name="source">The name of the source.</param>
    /// <param name="directory">The name of the directory that the request is limited to, if any.</param>
    public OrganizationJsonReader(string source, string? directory = null)
    {
        _source = source;
        _directory = directory;
    }

    public CursorPage<ExternalUser> UserPage(JsonTextReader reader) => Page(reader, User);

    public CursorPage<ExternalGroup> GroupPage(JsonTextReader reader) => Page(reader, Group);

    public CursorPage<ExternalDirectory> DirectoryPage(JsonTextReader reader) => Page(reader, Directory);

    /// <summary>The applications that roles belong to; an empty text for a role without one.</summary>
    public static CursorPage<string> ResourceOwnerPage(JsonTextReader reader) => Page(reader, item => item.TextOf("resourceOwner") ?? string.Empty);

    [MethodImpl(Compilation.Optimized)]
    private ExternalUser? User(JsonTextReader reader)
    {
        string? accountId = null,
            name = null,
            email = null,
            type = null,
            status = null,
            accountStatus = null,
            membership = null,
            claim = null,
            managedBy = null,
            job = null,
            department = null,
            location = null;
        bool? twoStep = null,
            forDeletion = null;
        DateTimeOffset? added = null;
        IReadOnlyList<GroupReference>? groups = null;
        IReadOnlyList<string>? roles = null;
        IReadOnlyList<ApplicationActivity?>? activity = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "accountId":
                    accountId = reader.Text();
                    break;
                case "name":
                    name = reader.Text();
                    break;
                case "email":
                    email = reader.Text();
                    break;
                case "accountType":
                    type = reader.Text();
                    break;
                case "status":
                    status = reader.Text();
                    break;
                case "membershipStatus":
                    membership = reader.Text();
                    break;
                case "accountStatus":
                    accountStatus = reader.Text();
                    break;
                case "claimStatus":
                    claim = reader.Text();
                    break;
                case "managementSource":
                    managedBy = reader.Text();
                    break;
                case "jobTitle":
                    job = reader.Text();
                    break;
                case "department":
                    department = reader.Text();
                    break;
                case "location":
                    location = reader.Text();
                    break;
                case "mfaEnabled":
                    twoStep = reader.Flag();
                    break;
                case "forDeletion":
                    forDeletion = reader.Flag();
                    break;
                case "addedToOrg":
                    added = reader.Date();
                    break;
                case "groups" when reader.TokenType == JsonToken.StartArray:
                    groups = Whole(reader.Places(item => item.Group("id")));
                    break;
                case "platformRoles":
                    roles = reader.RowsOrNone(item => item.Text());
                    break;
                case "productAccess" when reader.TokenType == JsonToken.StartArray:
                    activity = reader.Places(Access);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return accountId is null
            ? null
            : new ExternalUser
            {
                Source = _source,
                AccountId = accountId,
                Name = name ?? accountId,
                Email = email,
                Status = Status(status, accountStatus, membership, forDeletion),
                AccountType = AccountTypes.Of(type),
                HasNoMembership = membership == "no_membership",
                Managed = claim is null ? null : claim == "managed",
                LastActive = activity?.Max(access => access?.LastActive),
                // An entry that cannot be read may be the one with the activity. Users who were never active are candidates for deactivation.
                ActivityKnown = activity?.Contains(null) == false,
                Activity = activity?.OfType<ApplicationActivity>().ToArray() ?? Array.Empty<ApplicationActivity>(),
                AddedToOrganization = added,
                Groups = groups,
                Roles = roles,
                Directory = _directory,
                ManagedBy = managedBy switch
                {
                    "invited" => "Invited",
                    "synced" => "Synced",
                    _ => managedBy,
                },
                TwoStepVerification = twoStep,
                JobTitle = job,
                Department = department,
                Location = location,
            };
    }

    [MethodImpl(Compilation.Optimized)]
    private static string Status(string? status, string? accountStatus, string? membership, bool? forDeletion)
    {
        if (accountStatus == "closed")
        {
            return nameof(UserStatus.Deleted);
        }

        if (forDeletion == true)
        {
            return nameof(UserStatus.ForDeletion);
        }
        // The service combines "status" from the other two members. If it is missing, they are combined here.
        return (status ?? (accountStatus == "active" && membership is not (null or "active") ? membership : accountStatus)) switch
        {
            "active" => nameof(UserStatus.Active),
            "suspended" => nameof(UserStatus.Suspended),
            "not_invited" or "no_membership" => nameof(UserStatus.NotInvited),
            "deactivated" or "inactive" => nameof(UserStatus.Deactivated),
            "for_deletion" => nameof(UserStatus.ForDeletion),
            { } other => other,
            null => ExternalUser.UnknownStatus,
        };
    }

    /// <summary>Returns the groups; <see langword="null"/> if one has no id, because the user may be in any group then.</summary>
    private static GroupReference[]? Whole(List<GroupReference?> groups) => groups.Contains(null) ? null : groups.OfType<GroupReference>().ToArray();

    /// <summary>Reads an entry of activity; <see langword="null"/> if it has no application, or a date that cannot be read.</summary>
    [MethodImpl(Compilation.Optimized)]
    private static ApplicationActivity? Access(JsonTextReader reader)
    {
        string? key = null;
        DateTimeOffset? last = null;
        var hasDate = false;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == "key")
            {
                key = reader.Text();
            }
            else if (member == "lastActiveTimestamp")
            {
                (hasDate, last) = (reader.TokenType != JsonToken.Null && reader.Value is not "", reader.Date());
            }
            else
            {
                reader.Skip();
            }
        }

        return key is null || (hasDate && last is null) ? null : new ApplicationActivity { Application = key, LastActive = last };
    }

    private ExternalGroup? Group(JsonTextReader reader)
    {
        string? id = null,
            name = null,
            description = null,
            directory = null;
        bool? synced = null;
        int? users = null,
            resources = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id":
                    id = reader.Text();
                    break;
                case "name":
                    name = reader.Text();
                    break;
                case "description":
                    description = reader.Text();
                    break;
                case "directoryId":
                    directory = reader.Text();
                    break;
                case "externalSynced":
                    synced = reader.Flag();
                    break;
                case "counts" when reader.TokenType == JsonToken.StartObject:
                    while (reader.NextMember() is { } count)
                    {
                        if (count == "users")
                        {
                            users = reader.Number();
                        }
                        else if (count == "resources")
                        {
                            resources = reader.Number();
                        }
                        else
                        {
                            reader.Skip();
                        }
                    }

                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return id is null
            ? null
            : new ExternalGroup
            {
                Source = _source,
                Id = id,
                Name = name ?? id,
                Description = description,
                Directory = directory,
                ExternallySynced = synced,
                MemberCount = users,
                Resources = resources,
            };
    }

    private ExternalDirectory? Directory(JsonTextReader reader)
    {
        if (reader.IdAndName("directoryId") is not (var id, var name))
        {
            return null;
        }

        return new ExternalDirectory
        {
            Source = _source,
            Id = id,
            Name = name ?? id,
        };
    }

    private static CursorPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> readItem)
        where T : class
    {
        IReadOnlyList<T>? items = null;
        string? next = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "data":
                    items = reader.Rows(readItem);
                    break;
                case "links" when reader.TokenType == JsonToken.StartObject:
                    next = reader.TextOf("next");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new CursorPage<T>(items ?? throw new JsonReaderException("The page has no data."), next);
    }
}
