using System.Security.Cryptography;
using System.Text;

namespace FineGrain.Models.HuggingFace.Hub;

/// <summary>
/// The two content checksums that hubs send as entity tags: SHA-256 of the bytes (files kept outside git) and git's blob SHA-1,
/// which is SHA-1 of <c>"blob " + length + "\0" + bytes</c>.
/// </summary>
internal static class ContentChecksum
{
    /// <summary>Whether the file has the checksum; also true when <paramref name="checksum"/> is neither kind and nothing can be compared.</summary>
    public static async Task<bool> Fits(string path, string? checksum, CancellationToken cancellation)
    {
        if (checksum is null || !checksum.All(char.IsAsciiHexDigit) || checksum.Length is not (64 or 40)) return true;
        using var hash = IncrementalHash.CreateHash(checksum.Length == 64 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        var file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            if (checksum.Length == 40) hash.AppendData(Encoding.ASCII.GetBytes($"blob {file.Length}\0"));
            var buffer = new byte[1 << 20];
            int read;
            while ((read = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()).Equals(checksum, StringComparison.OrdinalIgnoreCase);
    }
}
