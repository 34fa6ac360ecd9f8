using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;
using System.Security;
using ExternalSources.Package.Tests.Support;
using Xunit;

namespace ExternalSources.Package.Tests.Conventions;

/// <summary>What holds for every cmdlet, those to come among them.</summary>
public sealed class CmdletConventionTests
{
    private static readonly HashSet<string> ApprovedVerbs =
    [
        .. typeof(Cmdlet)
            .Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal) && type.IsAbstract && type.IsSealed)
            .SelectMany(type => type.GetFields())
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    private static readonly HashSet<string> ReadingVerbs = [VerbsCommon.Get, VerbsDiagnostic.Test];

    private static readonly string[] SecretWords = ["Key", "Token", "Password", "Secret"];

    public static TheoryData<string> Names => [.. PackageAssembly.Cmdlets.Select(PackageAssembly.NameOf)];

    [Fact]
    public void There_are_cmdlets() => Assert.True(PackageAssembly.Cmdlets.Count >= 5);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_verb_is_an_approved_one_and_a_noun_is_singular(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        var attribute = PackageAssembly.Attribute(cmdlet);
        Assert.Contains(attribute.VerbName, ApprovedVerbs);
        Assert.StartsWith("External", attribute.NounName, StringComparison.Ordinal);
        Assert.True(!attribute.NounName.EndsWith('s') || attribute.NounName.EndsWith("Access", StringComparison.Ordinal), attribute.NounName);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_is_sealed_and_named_after_its_cmdlet(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        Assert.True(cmdlet.IsSealed);
        Assert.Equal(PackageAssembly.NameOf(cmdlet).Replace("-", string.Empty, StringComparison.Ordinal) + "Command", cmdlet.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_cmdlet_writes_is_declared(string name) =>
        Assert.NotEmpty(PackageAssembly.Find(name).GetCustomAttributes<OutputTypeAttribute>().SelectMany(attribute => attribute.Type));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_cmdlet_that_changes_something_supports_WhatIf_and_one_that_reads_does_not(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        var attribute = PackageAssembly.Attribute(cmdlet);
        Assert.Equal(!ReadingVerbs.Contains(attribute.VerbName), attribute.SupportsShouldProcess);
        if (attribute.VerbName == VerbsCommon.Remove)
        {
            Assert.Equal(ConfirmImpact.High, attribute.ConfirmImpact);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_parameter_takes_a_secret_as_text(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        foreach (var parameter in PackageAssembly.Parameters(cmdlet))
        {
            if (!SecretWords.Any(word => parameter.Name.EndsWith(word, StringComparison.Ordinal)))
            {
                continue;
            }

            Assert.Contains(parameter.PropertyType, new[] { typeof(SecureString), typeof(PSCredential), typeof(SwitchParameter) });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_name_of_something_that_exists_is_completed(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        foreach (var parameter in PackageAssembly.Parameters(cmdlet))
        {
            var namesSubject = parameter == Subject(cmdlet) && parameter.Name != "Path" && PackageAssembly.Attribute(cmdlet).VerbName != VerbsCommon.New;
            if (!namesSubject && parameter.Name is not ("Vault" or "Source"))
            {
                continue;
            }

            Assert.True(parameter.GetCustomAttributes().OfType<ArgumentCompleterAttribute>().Any(), $"-{parameter.Name} has no completer.");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_that_are_read_take_wildcards_and_the_pipeline(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        if (PackageAssembly.Attribute(cmdlet).VerbName == VerbsCommon.New || Subject(cmdlet) is not { } parameter)
        {
            return;
        }

        Assert.Equal(parameter.Name is not ("Id" or "Path"), parameter.IsDefined(typeof(SupportsWildcardsAttribute)));
        Assert.All(parameter.GetCustomAttributes<ParameterAttribute>(), attribute => Assert.True(attribute.ValueFromPipelineByPropertyName));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_most_one_parameter_of_a_set_takes_whole_objects_from_the_pipeline(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        (string Set, string Parameter)[] takers =
        [
            .. PackageAssembly
                .Parameters(cmdlet)
                .SelectMany(parameter =>
                    parameter
                        .GetCustomAttributes<ParameterAttribute>()
                        .Where(attribute => attribute.ValueFromPipeline)
                        .Select(attribute => (attribute.ParameterSetName, parameter.Name))
                ),
        ];
        var everywhere = takers.Count(taker => taker.Set == ParameterAttribute.AllParameterSets);
        Assert.All(takers.GroupBy(taker => taker.Set), set =>
            Assert.True(set.Count() + (set.Key == ParameterAttribute.AllParameterSets ? 0 : everywhere) <= 1)
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_parameter_has_the_type_of_what_it_takes(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        foreach (var parameter in PackageAssembly.Parameters(cmdlet))
        {
            if (parameter.Name.EndsWith("Url", StringComparison.Ordinal))
            {
                Assert.Equal(typeof(Uri), parameter.PropertyType);
            }

            if (parameter.Name.EndsWith("On", StringComparison.Ordinal))
            {
                Assert.Equal(typeof(DateTimeOffset), Nullable.GetUnderlyingType(parameter.PropertyType) ?? parameter.PropertyType);
            }

            Assert.NotEqual(typeof(bool), parameter.PropertyType);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mandatory_position_comes_first(string name)
    {
        var cmdlet = PackageAssembly.Find(name);
        var first = PackageAssembly
            .Parameters(cmdlet)
            .SingleOrDefault(parameter => parameter.GetCustomAttributes<ParameterAttribute>().Any(attribute => attribute.Position == 0));
        Assert.Equal(Subject(cmdlet), first);
    }

    /// <summary>The parameter that says what a cmdlet is about: the noun itself, or in which source.</summary>
    private static PropertyInfo? Subject(Type cmdlet)
    {
        var attribute = PackageAssembly.Attribute(cmdlet);
        var name = (attribute.NounName, attribute.VerbName) switch
        {
            ("ExternalSource", _) => "Name",
            ("ExternalRun", _) => "Id",
            ("ExternalPlan", _) => "Path",
            ("ExternalExemption", VerbsCommon.Get) => "Value",
            ("ExternalExemption", VerbsCommon.Remove) => "Id",

            // It takes one of three kinds, and which one has to be said.
            ("ExternalExemption", VerbsCommon.Add) => null,
            _ => "Source",
        };
        return name is null ? null : PackageAssembly.Parameters(cmdlet).Single(parameter => parameter.Name == name);
    }
}
