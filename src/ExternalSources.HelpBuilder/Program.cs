using System.CommandLine;
using ExternalSources.HelpBuilder;

var assembly = new Option<string>("--assembly") { Description = "The assembly of the module.", Required = true };
var documentation = new Option<string[]>("--documentation")
{
    Description = "A documentation file that the compiler wrote. You can use this option several times.",
    Required = true,
};
var output = new Option<string>("--output") { Description = "The help file to write.", Required = true };

var root = new RootCommand("Writes the MAML help of a module of binary cmdlets from its documentation comments.") { assembly, documentation, output };

root.SetAction(arguments =>
{
    var errors = HelpBuild.Run(arguments.GetRequiredValue(assembly), arguments.GetRequiredValue(documentation), arguments.GetRequiredValue(output));

    foreach (var error in errors)
    {
        System.Console.Error.WriteLine(error);
    }

    return errors.Count == 0 ? 0 : 1;
});

return root.Parse(args).Invoke();
