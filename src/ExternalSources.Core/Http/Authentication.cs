using System;
using System.Net.Http.Headers;
using System.Text;

namespace ExternalSources.Core.Http;

/// <summary>Authenticates requests to a service.</summary>
internal abstract class Authentication
{
    private protected Authentication(ApiKey key) => Key = key;

    private protected ApiKey Key { get; }

    public abstract AuthenticationHeaderValue CreateHeader();

    /// <summary>Removes the key, in each form in which it was sent, from a text of the service.</summary>
    public string Scrub(string text)
    {
        var scrubbed = text.Replace(Key.Reveal(), "***");
        return scrubbed.Replace(CreateHeader().Parameter!, "***");
    }

    public static Authentication Bearer(ApiKey key) => new BearerAuthentication(key);

    public static Authentication Basic(string userEmail, ApiKey key) => new BasicAuthentication(userEmail, key);

    private sealed class BearerAuthentication : Authentication
    {
        public BearerAuthentication(ApiKey key)
            : base(key) { }

        public override AuthenticationHeaderValue CreateHeader() => new("Bearer", Key.Reveal());
    }

    private sealed class BasicAuthentication : Authentication
    {
        private readonly string _userEmail;

        public BasicAuthentication(string userEmail, ApiKey key)
            : base(key) => _userEmail = userEmail;

        public override AuthenticationHeaderValue CreateHeader() =>
            new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(_userEmail + ":" + Key.Reveal())));
    }
}
