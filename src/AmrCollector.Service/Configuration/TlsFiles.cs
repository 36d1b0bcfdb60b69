using System.Security.Cryptography.X509Certificates;

namespace AmrCollector.Service.Configuration;

/// <summary>The certificate of the API and its key, both in PEM form, the key without a pass phrase.</summary>
/// <param name="Certificate">Path of the certificate, with those of its issuers after it.</param>
/// <param name="Key">Path of the key.</param>
public sealed record TlsFiles(string Certificate, string Key)
{
    /// <summary>Both together, in a form every platform can show.</summary>
    public X509Certificate2 Load()
    {
        using var pair = X509Certificate2.CreateFromPemFile(Certificate, Key);
        return X509CertificateLoader.LoadPkcs12(pair.Export(X509ContentType.Pkcs12), null); // Windows shows no key that was never stored
    }
}
