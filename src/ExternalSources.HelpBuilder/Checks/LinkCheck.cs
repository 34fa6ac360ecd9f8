using System;
using System.Collections.Generic;
using System.Linq;
using ExternalSources.HelpBuilder.Documentation;
using ExternalSources.HelpBuilder.Topics;

namespace ExternalSources.HelpBuilder.Checks;

/// <summary>Checks that each related cmdlet is in this module.</summary>
internal static class LinkCheck
{
    public static IEnumerable<HelpError> Check(CmdletTopic topic, CrefWords words) =>
        topic
            .Links.Where(link => link.Cref is { } cref && !cref.StartsWith(CrefWords.Unresolved, StringComparison.Ordinal) && words.CmdletName(cref) is null)
            .Select(link => new HelpError(HelpErrorCode.LinkIsNoCmdlet, $"The related link {link.Text} of {topic.Name} is not a cmdlet of this module."));
}
