using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security;

namespace ExternalSources.TestKit.Host;

/// <summary>The user's answers, in order. Each prompt takes the next answer, and each field of a prompt takes one.</summary>
public sealed class PromptAnswers
{
    private readonly object _lock = new();
    private readonly Queue<object> _queue = new();

    /// <summary>The number of answers that no prompt has taken.</summary>
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

    /// <summary>Selects a choice by its label (without the ampersand) or its hot key.</summary>
    public PromptAnswers Choice(string label) => Add(new ChoiceAnswer(label));

    /// <summary>Types a line, or the text of an unmasked field.</summary>
    public PromptAnswers Line(string text) => Add(new LineAnswer(text));

    /// <summary>Types the elements of an array field, and the empty line that ends it.</summary>
    public PromptAnswers Lines(params string[] elements)
    {
        foreach (var element in elements)
        {
            Line(element);
        }

        return Line(string.Empty);
    }

    /// <summary>Types a masked line, or the text of a masked field.</summary>
    public PromptAnswers Secure(string text) => Add(new SecureAnswer(SecureStrings.From(text)));

    /// <summary>Enters a credential. A null user name keeps the suggested one.</summary>
    public PromptAnswers Credential(string? userName, string password) => Add(new CredentialAnswer(userName, SecureStrings.From(password)));

    internal object Take(PromptRecord prompt)
    {
        lock (_lock)
        {
            return _queue.Count > 0 ? _queue.Dequeue() : throw new UnexpectedPromptException(prompt, "The test has no answer for this prompt.");
        }
    }

    internal static UnexpectedPromptException Mismatch(PromptRecord prompt, object answer) =>
        new(prompt, $"The next answer ({answer}) does not match this prompt.");

    private PromptAnswers Add(object answer)
    {
        lock (_lock)
        {
            _queue.Enqueue(answer);
        }

        return this;
    }

    internal sealed record ChoiceAnswer(string Label);

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
}

/// <summary>The error of a prompt that the test has no answer for.</summary>
public sealed class UnexpectedPromptException : Exception
{
    /// <summary>Creates an error that names the prompt and the reason.</summary>
    public UnexpectedPromptException(PromptRecord prompt, string reason)
        : base($"{reason} {prompt}") => Prompt = prompt;

    /// <summary>The unexpected prompt.</summary>
    public PromptRecord Prompt { get; }
}
