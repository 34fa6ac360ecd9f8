using System;
using System.Globalization;
using System.IO;
using System.Linq;
using ExternalSources.Core.Groups;
using ExternalSources.Core.Runs.Log;
using ExternalSources.Core.Runs.Model;
using ExternalSources.Core.Users;
using Xunit;

namespace ExternalSources.Core.Tests.Runs.Log;

/// <summary>A log on disk: it is read as it was written, in every culture.</summary>
public sealed class RunLogTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 7, 1, 12, 0, 0, 417, TimeSpan.Zero);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "runs-" + Guid.NewGuid().ToString("N"));
    private readonly RunFolder _runs;

    public RunLogTests() => _runs = new RunFolder(_folder);

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, true);
        }
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void What_was_written_is_read_again(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            var id = RunFolder.NewId(At);
            Assert.StartsWith("20260701-120000417-", id, StringComparison.Ordinal);
            Assert.Equal(At, RunFolder.StartOf(id));
            var targets = new[]
            {
                Target(1, "İ \"quoted\"\nnew line \u2028 \ud83d\ude00"),
                Target(2, null) with
                {
                    Group = null,
                    Before = null,
                    AccountId = null,
                    Email = "x@y",
                },
            };
            using (var log = _runs.Create(Header(id)))
            {
                log.Targets(targets);
                log.Intent(1, 1, At.AddSeconds(1));
                log.Outcome(
                    1,
                    ExternalActionResult.Of(id, targets[0], ActionOutcome.Succeeded, SkipReason.None, "Done.", At.AddSeconds(2)) with
                    {
                        Attempts = 1,
                        Duration = TimeSpan.FromMilliseconds(1234),
                    }
                );
            }

            var record = _runs.Read(id);
            Assert.Equal(Header(id).Request.Groups, record.Header.Request.Groups);
            Assert.Equal(Header(id).Sources, record.Header.Sources);
            Assert.Equal(targets[0] with { Group = null }, record.Targets[0].Target with { Group = null });
            Assert.Equal(targets[0].Group!.Applications, record.Targets[0].Target.Group!.Applications);
            Assert.Equal(targets[1], record.Targets[1].Target);
            Assert.Equal(
                (At.AddSeconds(1), ActionOutcome.Succeeded, 1234.0),
                (record.Targets[0].SentAt!.Value, record.Targets[0].Outcome!.Outcome, record.Targets[0].Outcome!.Duration.TotalMilliseconds)
            );
            Assert.Equal(
                (RunStatus.Interrupted, 1, 1),
                (RunSummary.Read(_runs, id).Status, RunSummary.Read(_runs, id).Succeeded, RunSummary.Read(_runs, id).Pending)
            );
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_torn_last_line_affects_no_other_line()
    {
        var id = RunFolder.NewId(At);
        using (var log = _runs.Create(Header(id)))
        {
            log.Targets([Target(1, "ü"), Target(2, "ü")]);
            log.Intent(1, 1, At);
        }

        var whole = File.ReadAllBytes(_runs.FileOf(id));
        var header = Array.IndexOf(whole, (byte)'\n') + 1;
        for (var length = header; length <= whole.Length; length++)
        {
            File.WriteAllBytes(_runs.FileOf(id), whole[..length]);
            var before = _runs.Read(id).Targets.Count;
            using (var log = _runs.Continue(id))
            {
                log.Resumed("me", "here", At);
                log.Targets([Target(7, "new")]);
            }

            var record = _runs.Read(id);
            Assert.Equal(before + 1, record.Targets.Count);
            Assert.Equal(7, record.Targets[^1].Target.Number);
        }
    }

    [Fact]
    public void A_target_that_is_written_again_replaces_the_earlier_one()
    {
        var id = RunFolder.NewId(At);
        using (var log = _runs.Create(Header(id)))
        {
            log.Targets([Target(1, null) with { Group = null, Before = null }, Target(2, "two"), Target(1, "one")]);
        }

        Assert.Equal(["one", "two"], _runs.Read(id).Targets.Select(target => target.Target.Name));
    }

    [Fact]
    public void Only_one_session_can_open_a_run_and_its_summary_is_Running()
    {
        var id = RunFolder.NewId(At);
        using (_runs.Create(Header(id)))
        {
            Assert.Equal(RunStatus.Running, RunSummary.Read(_runs, id).Status);
            Assert.Equal(RunLogFailure.Busy, Assert.Throws<RunLogException>(() => _runs.Continue(id)).Failure);
            Assert.Equal(RunLogFailure.Busy, Assert.Throws<RunLogException>(() => _runs.Remove(id)).Failure);
        }

        Assert.Equal(RunStatus.Interrupted, RunSummary.Read(_runs, id).Status);
        _runs.Remove(id);
        Assert.Empty(Directory.GetFiles(_runs.Path));
    }

    [Fact]
    public void A_log_of_another_run_is_not_read_for_this_one()
    {
        var id = RunFolder.NewId(At);
        _runs.Create(Header(id)).Dispose();
        var other = RunFolder.NewId(At.AddDays(1));
        File.Copy(_runs.FileOf(id), _runs.FileOf(other));
        Assert.Equal(RunLogFailure.Damaged, Assert.Throws<RunLogException>(() => _runs.Read(other)).Failure);
    }

    private static RunTarget Target(int number, string? name) =>
        new()
        {
            Number = number,
            Action = ExternalAction.RevokeUserAccess,
            Source = "acme",
            AccountId = "557058:ab-" + number.ToString(CultureInfo.InvariantCulture),
            Name = name,
            KnownEmail = "chair@board.example",
            Group = new ExternalGroup
            {
                Source = "acme",
                Id = "g",
                Name = "Grüppe",
                Directory = "d",
                ExternallySynced = false,
                Applications = ["jira-software", "confluence"],
            },
            Before = new TargetState("Active", true),
        };

    private static RunHeader Header(string id) =>
        new()
        {
            Id = id,
            Request = new RunRequest
            {
                Action = ExternalAction.RevokeUserAccess,
                Groups = ["a", "b"],
                IncludeSynced = true,
            },
            At = At,
            User = "me",
            Machine = "here",
            Command = "Revoke-ExternalUserAccess",
            Sources = [new SourceReference("acme", Guid.Parse("11111111-2222-3333-4444-555555555555"), "https://api.atlassian.com/", "org")],
        };
}
