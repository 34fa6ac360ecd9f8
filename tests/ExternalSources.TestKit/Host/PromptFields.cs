using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace ExternalSources.TestKit.Host;

/// <summary>Fills one field of a prompt, as the console does for its type.</summary>
internal static class PromptFields
{
    public static bool IsMasked(FieldDescription field) => Is<SecureString>(field) || Is<PSCredential>(field);

    public static PSObject? Fill(FieldDescription field, Func<object> next, Func<object, Exception> mismatch)
    {
        if (IsArray(field))
        {
            return FillArray(next, mismatch);
        }

        var answer = next();
        object? value = answer switch
        {
            PromptAnswers.SecureAnswer secure when Is<SecureString>(field) => secure.Secret,
            PromptAnswers.CredentialAnswer credential when Is<PSCredential>(field) => credential.With(offered: null),
            PromptAnswers.LineAnswer line when !IsMasked(field) => line.Text,
            _ => throw mismatch(answer),
        };
        return value is null ? null : PSObject.AsPSObject(value);
    }

    private static PSObject FillArray(Func<object> next, Func<object, Exception> mismatch)
    {
        var elements = new List<object>();
        while (true)
        {
            var answer = next();
            if (answer is not PromptAnswers.LineAnswer line)
            {
                throw mismatch(answer);
            }

            if (line.Text.Length == 0)
            {
                return PSObject.AsPSObject(elements.ToArray());
            }

            elements.Add(line.Text);
        }
    }

    private static bool Is<T>(FieldDescription field) => string.Equals(field.ParameterTypeFullName, typeof(T).FullName, StringComparison.Ordinal);

    private static bool IsArray(FieldDescription field) => field.ParameterTypeFullName.EndsWith("[]", StringComparison.Ordinal);
}
