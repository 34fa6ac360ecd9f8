using System.CommandLine;
using ExternalSources.Benchmarks;
using ExternalSources.Benchmarks.Actions;
using ExternalSources.Benchmarks.Users;

// dotnet run -c Release --project tests/ExternalSources.Benchmarks [-- --filter import]
// Prints the Markdown table of docs/performance.md. It asserts nothing, so people decide whether the measurements are good.
var filter = new Option<string?>("--filter") { Description = "Runs only the benchmarks whose names contain this text." };
var runs = new Option<int>("--runs") { Description = "The number of runs of each measurement.", DefaultValueFactory = _ => 11 };
var shell = new Option<string?>("--shell")
{
    Description = "The path of a pwsh in which to measure the import and the lists of users, instead of the engine in this program.",
};
var child = new Option<string?>("--child") { Description = "Used by the benchmarks: the part to run in this process.", Hidden = true };
var command = new RootCommand("Benchmarks of ExternalSources, against the simulator.") { filter, runs, shell, child };
command.SetAction(
    async (parsed, _) =>
    {
        if (parsed.GetValue(child) is { } part)
        {
            return part.StartsWith(Acting.ChildPrefix, StringComparison.Ordinal) ? Acting.Play(part)
                : part.StartsWith(Reading.ChildPrefix, StringComparison.Ordinal) ? await Reading.PlayAsync(part)
                : Child.Play(part);
        }

        var table = new FigureTable();
        var pwsh = parsed.GetValue(shell);
        IBenchmark[] benchmarks =
        [
            new ImportBenchmark(pwsh),
            new ListBenchmark(),
            new RefreshBenchmark(),
            .. UserList.All.Select(list => new UserBenchmark(list, pwsh)),
            new MemoryBenchmark(),
            new MembershipBenchmark(),
            new LimitBenchmark(),
            new ActionMemoryBenchmark(),
        ];
        foreach (var benchmark in benchmarks)
        {
            if (benchmark.Name.Contains(parsed.GetValue(filter) ?? string.Empty, StringComparison.OrdinalIgnoreCase))
            {
                await benchmark.RunAsync(table, parsed.GetValue(runs));
            }
        }

        Console.WriteLine(table);
        return 0;
    }
);
return await command.Parse(args).InvokeAsync();
