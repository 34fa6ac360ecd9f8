using System;
using System.Linq;
using System.Reflection;

namespace ExternalSources.HelpBuilder.Engine;

internal static class ParameterMember
{
    /// <summary>The property of a parameter, which a base class can declare.</summary>
    public static MemberInfo? Find(Type? cmdlet, string parameter)
    {
        // GetProperty is ambiguous when a property hides another one, so each level is searched separately.
        for (var type = cmdlet; type is not null; type = type.BaseType)
        {
            var member = type.GetMember(
                    parameter,
                    MemberTypes.Property | MemberTypes.Field,
                    BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly
                )
                .FirstOrDefault();

            if (member is not null)
            {
                return member;
            }
        }

        return null;
    }
}
