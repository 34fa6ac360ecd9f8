namespace ExternalSources.Package.Tests.Support;

/// <summary>Objects to look at, made in the shell: init-only members are no obstacle there. The moments are given as $then.</summary>
internal static class Samples
{
    public const string Connected = """
        [ExternalSources.Core.Sources.ExternalSource]@{
            Name = 'acme'; Type = 'Access'; Url = 'https://api.atlassian.com/'; LastUpdatedBy = 'dana'
            LastUpdated = $then; ExpiresOn = $then; Status = 'Connected'
        }
        """;

    public const string InError = """
        [ExternalSources.Core.Sources.ExternalSource]@{
            Name = 'acme-jira'; Type = 'JiraCloud'; Url = 'https://acme.atlassian.net/'; UserEmail = 'admin@acme.example'; LastUpdatedBy = 'dana'
            LastUpdated = $then; Status = 'Error'; StatusReason = 'The token was revoked.'
        }
        """;

    public const string Unknown = """
        [ExternalSources.Core.Sources.ExternalSource]@{
            Name = 'bare'; Type = 'JiraCloud'; Url = 'https://bare.atlassian.net/'; LastUpdatedBy = 'dana'; LastUpdated = $then
        }
        """;

    public const string Check = "[ExternalSources.Core.Checks.SourceCheck]@{ Name = 'Address'; Outcome = 'Passed'; Detail = 'It answers.' }";

    public const string FailedCheck =
        "[ExternalSources.Core.Checks.SourceCheck]@{ Name = 'AdministratorRights'; Outcome = 'Failed'; "
        + "Detail = 'No rights.'; Recommendation = 'Ask for them.' }";

    public const string Result = $$"""
        [ExternalSources.Core.Checks.SourceTestResult]@{
            Name = 'acme'; Type = 'Access'; Status = 'Error'; Reason = 'No rights.'; Recommendation = 'Ask for them.'
            Duration = [timespan]::FromMilliseconds(1234); Checks = [ExternalSources.Core.Checks.SourceCheck[]]@(({{Check}}), ({{FailedCheck}}))
        }
        """;
}
