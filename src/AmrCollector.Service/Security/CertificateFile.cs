using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.Service.Configuration;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>
/// The certificate the API shows: read again when its file or its key's has changed, looked at every five seconds while somebody connects, so that a renewed
/// one needs no restart. Files that are no pair, as while one of them is being replaced, change nothing. Any thread.
/// </summary>
public sealed class CertificateFile
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private (FileStamp, FileStamp) _stamps;
    private X509Certificate2 _certificate;
    private long _looked;

    /// <exception cref="CryptographicException">The files are no pair; a checked configuration has seen that they are.</exception>
    public CertificateFile(TlsFiles files, TimeProvider time, ILogger logger)
    {
        (_files, _time, _logger) = (files, time, logger);
        _stamps = Stamps();
        _certificate = files.Load();
        _looked = time.GetTimestamp();
    }

    /// <summary>The certificate to show now.</summary>
    public X509Certificate2 Current()
    {
        lock (_turn)
        {
            if (_time.GetElapsedTime(_looked) < LookEvery) return _certificate;
            _looked = _time.GetTimestamp();
            var stamps = Stamps();
            if (stamps == _stamps) return _certificate;
            try
            {
                _certificate = _files.Load(); // the old one may be in use by a handshake: the collector of garbage disposes it
                _stamps = stamps;
                _logger.CertificateChanged(_files.Certificate, _certificate.Subject, _certificate.NotAfter.ToUniversalTime());
            }
            catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                _logger.CertificateNotRead(_files.Certificate, e.Message);
            }

            return _certificate;
        }
    }

    private (FileStamp, FileStamp) Stamps() => (FileStamp.Of(_files.Certificate), FileStamp.Of(_files.Key));
}
