using System.Collections.Generic;
using System.Management.Automation;
using System.Text;

namespace ExternalSources.TestKit.Host;

/// <summary>What the host was shown, in order. Writers may be on several threads.</summary>
internal sealed class HostLog
{
    private readonly object _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<ProgressRecord> _progress = [];
    private readonly List<PromptRecord> _prompts = [];
    private readonly List<UnexpectedPromptException> _unexpected = [];

    public int Length
    {
        get
        {
            lock (_lock)
            {
                return _text.Length;
            }
        }
    }

    public IReadOnlyList<ProgressRecord> Progress
    {
        get
        {
            lock (_lock)
            {
                return [.. _progress];
            }
        }
    }

    public IReadOnlyList<PromptRecord> Prompts
    {
        get
        {
            lock (_lock)
            {
                return [.. _prompts];
            }
        }
    }

    public string TextFrom(int start)
    {
        lock (_lock)
        {
            return AnsiText.Strip(_text.ToString(start, _text.Length - start));
        }
    }

    public void Write(string? text)
    {
        lock (_lock)
        {
            _text.Append(text);
        }
    }

    public void WriteLine(string? text)
    {
        // One line end on every platform, so that an assertion reads the same everywhere.
        lock (_lock)
        {
            _text.Append(text).Append('\n');
        }
    }

    public void Add(ProgressRecord record)
    {
        lock (_lock)
        {
            _progress.Add(record);
        }
    }

    public void Add(PromptRecord prompt)
    {
        lock (_lock)
        {
            _prompts.Add(prompt);
        }
    }

    public void Add(UnexpectedPromptException unexpected)
    {
        lock (_lock)
        {
            _unexpected.Add(unexpected);
        }
    }

    /// <summary>Takes the first prompt that nobody had an answer for, and forgets the rest.</summary>
    public UnexpectedPromptException? TakeUnexpected()
    {
        lock (_lock)
        {
            var first = _unexpected.Count > 0 ? _unexpected[0] : null;
            _unexpected.Clear();
            return first;
        }
    }
}
