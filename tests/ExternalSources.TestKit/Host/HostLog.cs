using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;

namespace ExternalSources.TestKit.Host;

/// <summary>The recorded output, in order. Several threads can write to it.</summary>
internal sealed partial class HostLog
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
            return EscapeSequence().Replace(_text.ToString(start, _text.Length - start), string.Empty);
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
        // Line endings are the same on every platform, so that assertions are too.
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

    /// <summary>Returns the first unexpected prompt, and clears the list.</summary>
    public UnexpectedPromptException? TakeUnexpected()
    {
        lock (_lock)
        {
            var first = _unexpected.Count > 0 ? _unexpected[0] : null;
            _unexpected.Clear();
            return first;
        }
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")]
    private static partial Regex EscapeSequence();
}
