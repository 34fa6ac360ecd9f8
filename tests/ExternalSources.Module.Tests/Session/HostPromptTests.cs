using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using ExternalSources.Session;
using Xunit;

namespace ExternalSources.Module.Tests.Session;

/// <summary>A host that cannot prompt gives no response. Any other failure of a host is an error.</summary>
public sealed class HostPromptTests
{
    public static TheoryData<Exception> Refusals =>
        [
            new PSInvalidOperationException("NonInteractive"),
            new HostException("no prompt"),
            new NotImplementedException(),
            new PSNotImplementedException(),
            new PSNotSupportedException(),
        ];

    public static TheoryData<Exception> Failures =>
        [new InvalidOperationException(), new NotSupportedException(), new PSArgumentException(), new System.IO.IOException()];

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public void A_host_that_cannot_prompt_gives_no_response(Exception exception)
    {
        var interaction = Open(exception);
        Assert.Null(interaction.Ask("caption", "message", Interaction.Field("Key", typeof(SecureString), "help")));
        Assert.Null(interaction.Choose("caption", "message", ["one", "two"]));
    }

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void Any_other_failure_of_a_host_is_thrown(Exception exception)
    {
        var interaction = Open(exception);
        Assert.Same(exception, Record.Exception(() => interaction.Ask("caption", "message", Interaction.Field("Key", typeof(SecureString), "help"))));
        Assert.Same(exception, Record.Exception(() => interaction.Choose("caption", "message", ["one", "two"])));
    }

    [Fact]
    public void An_unattended_session_does_not_prompt()
    {
        var interaction = new Interaction(new RefusingHost(new InvalidOperationException()), isAttended: false);
        Assert.Null(interaction.Ask("caption", "message", Interaction.Field("Key", typeof(SecureString), "help")));
        Assert.Null(interaction.Choose("caption", "message", ["one"]));
    }

    private static Interaction Open(Exception exception) => new(new RefusingHost(exception), isAttended: true);

    private sealed class RefusingHost(Exception exception) : PSHost
    {
        public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

        public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

        public override Guid InstanceId { get; } = Guid.NewGuid();

        public override string Name => "refusing";

        public override PSHostUserInterface UI { get; } = new RefusingUserInterface(exception);

        public override Version Version { get; } = new(1, 0);

        public override void EnterNestedPrompt() => throw exception;

        public override void ExitNestedPrompt() => throw exception;

        public override void NotifyBeginApplication() { }

        public override void NotifyEndApplication() { }

        public override void SetShouldExit(int exitCode) { }
    }

    private sealed class RefusingUserInterface(Exception exception) : PSHostUserInterface
    {
        public override PSHostRawUserInterface? RawUI => null;

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw exception;

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw exception;

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw exception;

        public override PSCredential PromptForCredential(
            string caption,
            string message,
            string userName,
            string targetName,
            PSCredentialTypes allowedCredentialTypes,
            PSCredentialUIOptions options
        ) => throw exception;

        public override string ReadLine() => throw exception;

        public override SecureString ReadLineAsSecureString() => throw exception;

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { }

        public override void Write(string value) { }

        public override void WriteDebugLine(string message) { }

        public override void WriteErrorLine(string value) { }

        public override void WriteLine(string value) { }

        public override void WriteProgress(long sourceId, ProgressRecord record) { }

        public override void WriteVerboseLine(string message) { }

        public override void WriteWarningLine(string message) { }
    }
}
