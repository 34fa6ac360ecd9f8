namespace ExternalSources.Quickstart;

/// <summary>Ctrl+C ends the command that runs, and the program only when none does.</summary>
internal sealed class ConsoleStop : IDisposable
{
    private readonly Shell _shell;

    public ConsoleStop(Shell shell)
    {
        _shell = shell;
        Console.CancelKeyPress += OnCancel;
    }

    public void Dispose() => Console.CancelKeyPress -= OnCancel;

    private void OnCancel(object? sender, ConsoleCancelEventArgs e) => e.Cancel = _shell.Stop();
}
