using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;
using Newtonsoft.Json;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads JSON objects that have an id and a name.</summary>
internal static class NamedObjectReader
{
    /// <summary>Reads the id and the name of an object; <see langword="null"/> if it has no id.</summary>
    /// <param name="reader">The reader, at the start of the object.</param>
    /// <param name="idMember">The name of the member with the id.</param>
    [MethodImpl(Compilation.Optimized)]
    public static (string Id, string? Name)? IdAndName(this JsonTextReader reader, string idMember)
    {
        string? id = null,
            name = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == idMember)
            {
                id = reader.Text();
            }
            else if (member == "name")
            {
                name = reader.Text();
            }
            else
            {
                reader.Skip();
            }
        }

        return id is null ? null : (id, name);
    }

    /// <summary>Reads a group in the record of a user or an application; <see langword="null"/> if it has no id.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static GroupReference? Group(this JsonTextReader reader, string idMember) =>
        reader.IdAndName(idMember) is (var id, var name) ? new GroupReference { Id = id, Name = name } : null;
}
