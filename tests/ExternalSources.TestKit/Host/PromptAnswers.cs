using System.Collections.Generic;
using System.Management.Automation;
using System.Security;

namespace ExternalSources.TestKit.Host;

/// <summary>What the user will answer, in order. Each prompt takes the next answer, and each field of a prompt one.</summary>
public sealed class PromptAnswers
{
    private readonly object _lock = new();
    private readonly Queue<object> _queue = new();

    /// <summary>How many answers nobody has asked for yet.</summary>
    public int Remaining
    {
        get
        {
            lock (_lock)
            {
                return _queue.Count;
            }
        }
    }

    /// <summary>Picks a choice by its label (without the ampersand) or its hot key.</summary>
    public PromptAnswers Choice(string label) => Add(new ChoiceAnswer(label));

    /// <summary>Presses Enter at a choice: takes its default.</summary>
    public PromptAnswers DefaultChoice() => Add(new ChoiceAnswer(null));

    /// <summary>Types a line, or a field that is not masked.</summary>
    public PromptAnswers Line(string text) => Add(new LineAnswer(text));

    /// <summary>Types the elements of an array field, and the empty line that ends them.</summary>
    public PromptAnswers Lines(params string[] elements)
    {
        foreach (var element in elements)
        {
            Line(element);
        }

        return Line(string.Empty);
    }

    /// <summary>Types a masked line, or a masked field.</summary>
    public PromptAnswers Secure(string text) => Add(new SecureAnswer(SecureStrings.From(text)));

    /// <summary>Fills in a credential; a null user name keeps the one that was offered.</summary>
    public PromptAnswers Credential(string? userName, string password) => Add(new CredentialAnswer(userName, SecureStrings.From(password)));

    /// <summary>Presses Ctrl+C or Escape at a prompt, which the engine sees as no answer (null).</summary>
    public PromptAnswers Nothing() => Add(new NoAnswer());

    internal object Take(PromptRecord prompt)
    {
        lock (_lock)
        {
            return _queue.Count > 0 ? _queue.Dequeue() : throw new UnexpectedPromptException(prompt, "No answer is left for this prompt.");
        }
    }

    internal static UnexpectedPromptException Mismatch(PromptRecord prompt, object answer) =>
        new(prompt, $"The next answer ({answer}) does not fit this prompt.");

    private PromptAnswers Add(object answer)
    {
        lock (_lock)
        {
            _queue.Enqueue(answer);
        }

        return this;
    }

    internal sealed record ChoiceAnswer(string? Label);

    internal sealed record LineAnswer(string Text);

    internal sealed record SecureAnswer(SecureString Secret)
    {
        public override string ToString() => "a masked line";
    }

    internal sealed record CredentialAnswer(string? UserName, SecureString Password)
    {
        public override string ToString() => "a credential";

        public PSCredential With(string? offered) => new(UserName ?? offered ?? string.Empty, Password);
    }

    internal sealed record NoAnswer;
}
