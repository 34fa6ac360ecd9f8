using System.Text;
using System.Text.RegularExpressions;

namespace ExternalSources.Simulator.Faults;

/// <summary>A path pattern: <c>*</c> matches within a segment, <c>**</c> matches anything.</summary>
internal sealed class PathGlob
{
    private readonly Regex _pattern;

    public PathGlob(string glob)
    {
        var pattern = new StringBuilder("^");
        for (var at = 0; at < glob.Length; at++)
        {
            if (glob[at] != '*')
            {
                pattern.Append(Regex.Escape(glob[at].ToString()));
            }
            else if (at + 1 < glob.Length && glob[at + 1] == '*')
            {
                pattern.Append(".*");
                at++;
            }
            else
            {
                pattern.Append("[^/]*");
            }
        }

        _pattern = new Regex(pattern.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    public bool Matches(string path) => _pattern.IsMatch(path);
}
