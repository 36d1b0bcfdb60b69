using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AmrCollector.Service.Configuration;

/// <summary>Certificates a section names by file.</summary>
internal static class PemFiles
{
    /// <summary>The certificates of the file <paramref name="property"/> names: none when it names none, null and a fault when they cannot be read.</summary>
    public static IReadOnlyList<X509Certificate2>? Authorities(JsonSection section, string property, string folder)
    {
        if (section.TextAt(property) is not { } name) return [];
        if (Load(section, property, name, folder) is not { } bytes) return null;
        try
        {
            X509Certificate2Collection found = [];
            found.ImportFromPem(Encoding.ASCII.GetString(bytes));
            if (found.Count > 0) return [.. found];
        }
        catch (CryptographicException)
        {
            // Told below: what is in the file is no certificate.
        }

        section.Fault(name.Line, $"{property} {name.Text} holds no certificate in PEM form");
        return null;
    }

    /// <summary>The certificate of <c>certificateFile</c> with the key of <c>keyFile</c>, null when neither is named; false and a fault when they are no pair.</summary>
    public static (X509Certificate2? Certificate, bool IsRight) Own(JsonSection section, string folder)
    {
        var (certificate, key) = (section.TextAt("certificateFile"), section.TextAt("keyFile"));
        if (certificate is null && key is null) return (null, true);
        if (certificate is null || key is null)
        {
            section.Fault(section.Line, $"{section.Name} needs both 'certificateFile' and 'keyFile', or neither");
            return (null, false);
        }

        if (Load(section, "certificateFile", certificate, folder) is not { } own || Load(section, "keyFile", key, folder) is not { } secret) return (null, false);
        try
        {
            return (X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(own), Encoding.ASCII.GetString(secret)), true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            section.Fault(certificate.Line, $"certificateFile {certificate.Text} and keyFile {key.Text} are no pair in PEM form without a pass phrase");
            return (null, false);
        }
    }

    /// <summary>The bytes of a file a section names; null and a fault when it cannot be read.</summary>
    public static byte[]? Load(JsonSection section, string property, JsonSpot name, string folder)
    {
        try
        {
            return File.ReadAllBytes(Path.GetFullPath(Path.Combine(folder, name.Text)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault(name.Line, $"{property} {name.Text} cannot be read: {e.Message}");
            return null;
        }
    }
}
