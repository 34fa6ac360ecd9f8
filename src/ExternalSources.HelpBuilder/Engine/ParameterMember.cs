using System;
using System.Linq;
using System.Reflection;

namespace ExternalSources.HelpBuilder.Engine;

internal static class ParameterMember
{
    /// <summary>The property behind a parameter, which a base class may declare.</summary>
    public static MemberInfo? Find(Type? cmdlet, string parameter)
    {
        // Level by level: a property that hides another one makes GetProperty ambiguous.
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
