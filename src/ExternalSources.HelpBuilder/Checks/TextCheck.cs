using System.Collections.Generic;
using System.Linq;
using ExternalSources.HelpBuilder.Topics;

namespace ExternalSources.HelpBuilder.Checks;

/// <summary>Checks that the required texts exist.</summary>
internal static class TextCheck
{
    public static IEnumerable<HelpError> Check(CmdletTopic topic)
    {
        if (topic.Synopsis.Length == 0)
        {
            yield return new HelpError(HelpErrorCode.NoSynopsis, $"{topic.Name} has no synopsis. Write a <summary> on its class.");
        }

        if (topic.Description.Count == 0)
        {
            yield return new HelpError(HelpErrorCode.NoDescription, $"{topic.Name} has no description. Write <remarks> on its class.");
        }

        if (topic.Examples.Count == 0)
        {
            yield return new HelpError(HelpErrorCode.NoExample, $"{topic.Name} has no example. Write an <example> on its class.");
        }

        foreach (var parameter in topic.Parameters.Where(parameter => parameter.Description.Count == 0))
        {
            yield return new HelpError(
                HelpErrorCode.NoParameterDescription,
                $"{topic.Name} -{parameter.Name} has no description. Write a <summary> on its property."
            );
        }
    }
}
