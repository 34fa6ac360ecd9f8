using System;
using System.Threading.Tasks;
using ExternalSources.Module.Tests.Support;
using ExternalSources.Secrets;
using Xunit;

namespace ExternalSources.Module.Tests.Secrets;

/// <summary>A key that stands where a name belongs is refused, and shown nowhere.</summary>
public sealed class ApiKeyDetectorTests
{
    private const string Key = "ATCTT3xFfGN0p3Xw_9Kc-2=7F3A1B22";

    [Theory]
    [InlineData(Key, true)]
    [InlineData("ATATT3xFfGF0", true)]
    [InlineData("Bearer ATSTT3xFfGF0", true)]
    [InlineData("q7Rk2mZp91LsXw4TbV8nHd3c", true)]
    [InlineData("site 4f1d0c7b9e2a48aa4f1d0c7b9e2a48aa9 token", true)]
    [InlineData("org-key", false)]
    [InlineData("ATLAS-token", false)]
    [InlineData("PLATTEN", false)]
    [InlineData("AtlassianOrganizationApiKey2", false)]
    [InlineData("4f1d0c7b9e2a48aa4f1d0c7b9e2a48aa", false)]
    [InlineData("4f1d0c7b-9e2a-48aa-4f1d-0c7b9e2a48aa", false)]
    [InlineData("ExternalSource-4f1d0c7b-9e2a-48aa-4f1d-0c7b9e2a48aa", false)]
    public void A_key_is_detected_by_its_form(string text, bool isKey) => Assert.Equal(isKey, ApiKeyDetector.Fits(text));

    [Fact]
    public async Task A_key_in_place_of_a_Boolean_is_not_shown()
    {
        await using var world = await SimulatedShell.StartAsync();
        var result = world.Run(
            "[pscustomobject]@{ Name = 'two'; Type = 'JiraCloud'; Url = $sim; UserEmail = 'a@acme.example'; SecretName = 'mine'; "
                + "ScopedToken = $cell } | New-ExternalSource",
            ("cell", Key)
        );
        var error = Assert.Single(result.AllErrors);
        Assert.Contains("neither true nor false", error.ToString(), StringComparison.Ordinal);
        // The error is PowerShell's own, and carries the row as its target.
        Assert.DoesNotContain(Key, error + error.CategoryInfo.ToString() + result.HostText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("InvalidSecretName", "New-ExternalSource -Name two -Type Access -Url $sim -SecretName $row.SecretName")]
    [InlineData("InvalidSecretName", "[pscustomobject]@{ Name = 'two'; Type = 'Access'; Url = $sim; SecretName = $row.SecretName } | New-ExternalSource")]
    [InlineData("InvalidSecretName", "Set-ExternalSource acme -SecretName $row.SecretName")]
    [InlineData("InvalidName", "New-ExternalSource -Name $row.SecretName -Type Access -Url $sim -ApiKey $key")]
    [InlineData("InvalidName", "[pscustomobject]@{ Name = $row.SecretName; Type = 'Access'; Url = $sim; SecretName = 'mine' } | New-ExternalSource")]
    [InlineData("InvalidNewName", "Set-ExternalSource acme -NewName $row.SecretName")]
    [InlineData("InvalidOrganizationId", "New-ExternalSource -Name two -Type JiraCloud -Url $sim -OrganizationId $row.SecretName -SecretName mine")]
    [InlineData("InvalidOrganizationId", "Set-ExternalSource acme -OrganizationId $row.SecretName -ApiKey $key")]
    [InlineData("InvalidVault", "New-ExternalSource -Name two -Type Access -Url $sim -ApiKey $key -Vault $row.SecretName")]
    [InlineData("InvalidVault", "Set-ExternalSource acme -Vault $row.SecretName")]
    [InlineData("InvalidUrl", "New-ExternalSource -Name two -Type JiraCloud -Url q7Rk2mZp91LsXw4TbV8nHd3c -UserEmail a@acme.example -ApiKey $key")]
    [InlineData("InvalidUrl", "Set-ExternalSource acme-jira -Url q7Rk2mZp91LsXw4TbV8nHd3c -ApiKey $key")]
    [InlineData("InvalidUserEmail", "New-ExternalSource -Name two -Type JiraCloud -Url $sim -UserEmail $row.SecretName -ApiKey $key")]
    [InlineData(
        "InvalidUserEmail",
        "[pscustomobject]@{ Name = 'two'; Type = 'JiraCloud'; Url = $sim; UserEmail = $row.SecretName; SecretName = 'mine' } | New-ExternalSource"
    )]
    [InlineData("InvalidUserEmail", "Set-ExternalSource acme-jira -UserEmail $row.SecretName -ApiKey $key")]
    public async Task A_key_in_an_error_is_not_shown(string id, string script)
    {
        await using var world = await SimulatedShell.StartAsync();
        world.ConnectAcme();
        world.ConnectJira();
        var requests = world.Simulator.Requests.Count;
        var result = world.Run(script, ("row", new { SecretName = Key }));
        var error = Assert.Single(result.AllErrors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, result.Everything(), StringComparison.Ordinal);
        Assert.DoesNotContain("q7Rk2mZp91LsXw4TbV8nHd3c", error.Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(requests, world.Simulator.Requests.Count);
    }
}
