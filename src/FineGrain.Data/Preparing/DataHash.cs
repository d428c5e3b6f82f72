using System.Security.Cryptography;
using System.Text;
using FineGrain.Core;
using FineGrain.Data.Reading;

namespace FineGrain.Data.Preparing;

/// <summary>The fingerprint of prepared data that the model folder keeps.</summary>
internal static class DataHash
{
    /// <summary>SHA-256, lower-case hex, over "name newline" and the JSON lines of each split.</summary>
    public static string Of(params ReadOnlySpan<(string Name, IReadOnlyList<Example> Examples)> splits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, examples) in splits)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n"));
            foreach (var example in examples)
            {
                hash.AppendData(ExampleFile.Line(example));
                hash.AppendData("\n"u8);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
