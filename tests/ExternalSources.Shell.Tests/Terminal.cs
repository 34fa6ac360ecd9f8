using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using ExternalSources.TestKit;

namespace ExternalSources.Shell.Tests;

/// <summary>
/// PowerShell in a pseudo-terminal, which the program <c>script</c> of Linux provides. The terminal answers when the shell asks where the cursor is, as a
/// real terminal does: without an answer, PowerShell waits before it takes the next key.
/// </summary>
internal sealed partial class Terminal : IDisposable
{
    private const string Program = "/usr/bin/script";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _raw = new();
    private int _answered;

    private Terminal(Process process) => _process = process;

    public static bool IsAvailable => OperatingSystem.IsLinux() && File.Exists(Program);

    /// <summary>What the shell wrote, without the sequences that move the cursor or set colours.</summary>
    public string Screen => Sequence().Replace(_raw.ToString(), string.Empty).Replace("\r", string.Empty, StringComparison.Ordinal);

    /// <summary>Starts PowerShell with a script.</summary>
    public static Terminal Start(TemporaryFolder home, string script)
    {
        var command = $"dotnet '{Shell.Metadata("PowerShell")}' -NoProfile -File '{home.Write("terminal.ps1", script)}'";
        var start = new ProcessStartInfo(Program, ["--quiet", "--return", "--command", command, "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home.Path,
        };
        Shell.Prepare(start);
        start.Environment["TERM"] = "xterm";
        start.Environment["HOME"] = home.Path;
        start.Environment["EXTERNALSOURCES_HOME"] = home.Combine("store");
        return new Terminal(Process.Start(start)!);
    }

    /// <summary>Types text. A line ends with the Enter key.</summary>
    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text.Replace('\n', '\r'));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Reads until the screen shows a text.</summary>
    public Task ShowsAsync(string text) => ReadUntilAsync(() => Screen.Contains(text, StringComparison.Ordinal), $"show '{text}'");

    /// <summary>Reads until the shell waits for a key without echo. Before that, the terminal itself shows what is typed.</summary>
    public Task ReadsKeysAfterAsync(string text) =>
        ReadUntilAsync(() => _raw.ToString() is var raw && CursorQuestion().IsMatch(raw[(raw.LastIndexOf(text, StringComparison.Ordinal) + 1)..]), "read keys");

    /// <summary>Reads to the end of the shell.</summary>
    public async Task<int> EndAsync()
    {
        await ReadUntilAsync(() => false, "end", mayEnd: true);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task ReadUntilAsync(Func<bool> isDone, string what, bool mayEnd = false)
    {
        var buffer = new char[4096];
        while (!isDone())
        {
            int count;
            try
            {
                count = await _process.StandardOutput.ReadAsync(buffer.AsMemory()).AsTask().WaitAsync(Limit);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"The shell did not {what}. Screen:\n{Screen}");
            }

            if (count == 0)
            {
                if (mayEnd)
                {
                    return;
                }

                throw new InvalidOperationException($"The shell ended and did not {what}. Screen:\n{Screen}");
            }

            _raw.Append(buffer, 0, count);
            await AnswerAsync();
        }
    }

    /// <summary>Answers each question for the position of the cursor.</summary>
    private async Task AnswerAsync()
    {
        for (var asked = CursorQuestion().Count(_raw.ToString()); _answered < asked; _answered++)
        {
            await TypeAsync("\u001b[1;1R");
        }
    }

    [GeneratedRegex("\u001b\\[6n")]
    private static partial Regex CursorQuestion();

    [GeneratedRegex("\u001b(\\[[0-9;?]*[ -/]*[@-~]|[=>]|\\][^\u0007]*\u0007)")]
    private static partial Regex Sequence();
}
