namespace ExternalSources.HelpBuilder;

internal static class HelpErrorCode
{
    public const string NoSynopsis = "ES0001";
    public const string NoDescription = "ES0002";
    public const string NoExample = "ES0003";
    public const string NoParameterDescription = "ES0004";
    public const string ExampleWithoutCode = "ES0005";
    public const string ExampleDoesNotParse = "ES0006";
    public const string ExampleUsesUnknownParameter = "ES0007";
    public const string ExampleDoesNotBind = "ES0008";
    public const string ExampleUsesUnknownCmdlet = "ES0009";
    public const string LinkIsNoCmdlet = "ES0010";
    public const string UnresolvedReference = "ES0011";
    public const string CannotReadInput = "ES0012";
    public const string CannotWriteOutput = "ES0013";
}
