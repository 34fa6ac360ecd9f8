using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Http;
using ExternalSources.Core.Http.Paging;
using ExternalSources.Core.Users;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ExternalSources.Core.Connectors.Organization;

/// <summary>Reads the lists of the organization API into objects.</summary>
internal sealed class OrganizationJsonReader
{
    /// <summary>The resources of activity. An organization has few, and each page names them again for each user.</summary>
    private readonly ConcurrentDictionary<(string? Id, string? Key), (string? Id, string? Application)> _resources = new();

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

    public CursorPage<ExternalWorkspace> WorkspacePage(JsonTextReader reader) => Page(reader, Workspace);

    /// <summary>The roles that a group grants, resource by resource.</summary>
    public static CursorPage<GroupRoles> GroupRolesPage(JsonTextReader reader) => Page(reader, ReadGroupRoles);

    /// <summary>The roles that a user holds, resource by resource.</summary>
    public static CursorPage<RoleAssignment> RoleAssignmentPage(JsonTextReader reader) => Page(reader, ReadRoleAssignment);

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
                ServiceAccountType = AccountTypes.Unrecognized(type),
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
    private static GroupReference[]? Whole(List<GroupReference?> groups) =>
        groups.Contains(null)
            ? null
            : groups.OfType<GroupReference>().Select(group => Ari.LastSegment(group.Id) is var id && id == group.Id ? group : group with { Id = id }).ToArray();

    /// <summary>Reads an entry of activity; <see langword="null"/> if it has no application, or a date that cannot be read.</summary>
    [MethodImpl(Compilation.Optimized)]
    private ApplicationActivity? Access(JsonTextReader reader)
    {
        string? key = null,
            id = null;
        DateTimeOffset? last = null;
        var hasDate = false;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == "key")
            {
                key = reader.Text();
            }
            else if (member == "id")
            {
                id = reader.Text();
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

        var (resourceId, application) = _resources.GetOrAdd((id, key), static resource => (resource.Id, ApplicationKeys.Of(resource.Id, resource.Key)));
        return application is null || (hasDate && last is null)
            ? null
            : new ApplicationActivity
            {
                Application = application,
                ResourceId = resourceId,
                LastActive = last,
            };
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
                    id = reader.Text() is { } text ? Ari.LastSegment(text) : null;
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

    private static GroupRoles ReadGroupRoles(JsonTextReader reader)
    {
        string? resourceId = null,
            owner = null;
        IReadOnlyList<string>? roles = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "resourceId":
                    resourceId = reader.Text();
                    break;
                case "resourceOwner":
                    owner = reader.Text();
                    break;
                case "roles":
                    roles = reader.RowsOrNone(item => item.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new GroupRoles(resourceId, ApplicationKeys.Of(resourceId, owner), roles ?? Array.Empty<string>());
    }

    private static RoleAssignment ReadRoleAssignment(JsonTextReader reader)
    {
        string? resourceId = null,
            owner = null,
            directory = null,
            status = null;
        IReadOnlyList<HeldRole>? roles = null;
        IReadOnlyList<string>? names = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "resourceId":
                    resourceId = reader.Text();
                    break;
                case "resourceOwner":
                    owner = reader.Text();
                    break;
                case "directoryId":
                    directory = reader.Text();
                    break;
                case "userDirectoryStatus":
                    status = reader.Text();
                    break;
                case "roleAssignments":
                    roles = reader.RowsOrNone(ReadHeldRole);
                    break;
                case "roles":
                    names = reader.RowsOrNone(item => item.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new RoleAssignment
        {
            ResourceId = resourceId,
            Application = ApplicationKeys.Of(resourceId, owner),
            DirectoryId = directory,
            DirectoryStatus = status,
            // The older member does not say how a user holds the roles.
            Roles = roles ?? names?.Select(name => new HeldRole(name, Array.Empty<string>())).ToArray() ?? Array.Empty<HeldRole>(),
        };
    }

    private static HeldRole? ReadHeldRole(JsonTextReader reader)
    {
        string? role = null;
        IReadOnlyList<string> methods = Array.Empty<string>();
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "role":
                    role = reader.Text();
                    break;
                case "roleAssignmentMethods":
                    methods = reader.RowsOrNone(item => item.Text());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return role is null ? null : new HeldRole(role, methods);
    }

    private ExternalWorkspace? Workspace(JsonTextReader reader)
    {
        string? id = null,
            plan = null;
        JObject? attributes = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id":
                    id = reader.Text();
                    break;
                case "attributes" when reader.TokenType == JsonToken.StartObject:
                    attributes = JObject.Load(reader);
                    break;
                case "relationships" when reader.TokenType == JsonToken.StartObject:
                    plan = PlanOf(JObject.Load(reader));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (id is null)
        {
            return null;
        }

        var typeKey = JsonText.Text(attributes, "typeKey");
        return new ExternalWorkspace
        {
            Source = _source,
            Id = id,
            Name = JsonText.Text(attributes, "name") ?? id,
            TypeKey = typeKey,
            Type = ApplicationKeys.Of(id, typeKey ?? JsonText.Text(attributes, "type")) ?? ExternalUser.UnknownStatus,
            Url = Uri.TryCreate(JsonText.Text(attributes, "hostUrl"), UriKind.Absolute, out var url) ? url : null,
            Status = JsonText.Text(attributes, "status") switch
            {
                null => ExternalUser.UnknownStatus,
                "online" => "Online",
                "offline" => "Offline",
                "deprecated" => "Deprecated",
                var other => other,
            },
            Plan = plan,
            Capacity = attributes?["capacity"] is JValue { Value: long and >= 0 and <= int.MaxValue and var capacity } ? (int)(long)capacity : null,
            Sandbox = (attributes?["sandbox"] as JObject)?["type"] is JValue { Value: string sandbox } ? sandbox != "NONE" : null,
        };
    }

    /// <summary>The plan of the first entitlement that has one.</summary>
    private static string? PlanOf(JObject relationships) =>
        relationships
            .Properties()
            .Where(property => property.Name.StartsWith("entitlement", StringComparison.OrdinalIgnoreCase))
            .SelectMany(property => property.Value is JArray rows ? rows : new JArray())
            .Select(row => (row as JObject)?["attributes"] as JObject)
            .Select(attributes => JsonText.Text(attributes, "plan") ?? JsonText.Text(attributes, "planKey"))
            .FirstOrDefault(plan => plan is not null);

    private static CursorPage<T> Page<T>(JsonTextReader reader, Func<JsonTextReader, T?> readItem)
        where T : class
    {
        List<T?>? items = null;
        string? next = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "data":
                    items = reader.Places(readItem);
                    break;
                case "links" when reader.TokenType == JsonToken.StartObject:
                    next = reader.TextOf("next");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var rows = items ?? throw new JsonReaderException("The page has no data.");
        var unreadable = rows.RemoveAll(static row => row is null);
        return new CursorPage<T>(rows!, next, unreadable);
    }
}

/// <summary>The roles that a group grants in one resource.</summary>
/// <param name="ResourceId">The ARI of the resource; <see langword="null"/> if the service does not return it.</param>
/// <param name="Application">The application's key; <see langword="null"/> if the service does not return it.</param>
/// <param name="Roles">The roles.</param>
internal sealed record GroupRoles(string? ResourceId, string? Application, IReadOnlyList<string> Roles);
