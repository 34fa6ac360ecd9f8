using System.Runtime.CompilerServices;
using ExternalSources.Core.Common;
using ExternalSources.Core.Http;
using ExternalSources.Core.Users;
using Newtonsoft.Json;

namespace ExternalSources.Core.Connectors;

/// <summary>Reads the groups that the services list with a user.</summary>
internal static class GroupJsonReader
{
    /// <summary>A group of a user; the services differ in what they call its id.</summary>
    [MethodImpl(Compilation.Optimized)]
    public static GroupReference? OfUser(JsonTextReader reader, string idName)
    {
        string? id = null,
            name = null;
        reader.StartObject();
        while (reader.NextMember() is { } member)
        {
            if (member == idName)
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

        return id is null ? null : new GroupReference { Id = id, Name = name };
    }
}
