using System;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using ExternalSources.Core.Http;
using ExternalSources.Core.Tests.Support;
using Xunit;

namespace ExternalSources.Core.Tests.Http;

public class TlsTests
{
    [Fact]
    public async Task An_untrusted_certificate_ends_the_connection_before_any_request()
    {
        using var certificate = SelfSigned();
        var requests = 0;
        await using var server = new RawServer(async connection =>
        {
            await using var tls = new SslStream(connection.Stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, connection.Stopping);
            if (await tls.ReadAsync(new byte[1], connection.Stopping) > 0)
            {
                requests++;
            }
        });

        var exception = await FailsAsync(server);

        Assert.Contains("certificate", exception.Recommendation);
        Assert.Equal(1, server.Connections);
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task A_server_without_tls_gets_no_request()
    {
        await using var server = RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        var requests = 0;
        await using var plain = new RawServer(async connection =>
        {
            var first = new byte[1];
            await connection.Stream.ReadExactlyAsync(first, connection.Stopping);
            if (first[0] == 'G')
            {
                requests++;
            }

            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        });

        await FailsAsync(plain);

        Assert.Equal(0, requests);
    }

    private static async Task<ServiceUnreachableException> FailsAsync(RawServer server)
    {
        using var client = new ServiceClient(server.TlsAddress, Authentication.Bearer(Canary.ApiKey), new TransportOptions { Clock = new TestClock() });
        var exception = await Assert.ThrowsAsync<ServiceUnreachableException>(() =>
            client.GetAsync("admin/v1/orgs", false, TestContext.Current.CancellationToken)
        );
        Assert.Equal(ConnectionFailure.Tls, exception.Failure);
        Assert.Contains($"127.0.0.1:{server.Port}", exception.Message);
        Canary.AssertAbsent(exception);
        return exception;
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
