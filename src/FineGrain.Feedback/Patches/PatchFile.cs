using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Corrections;

namespace FineGrain.Feedback.Patches;

/// <summary>A patch as a JSON file.</summary>
public static class PatchFile
{
    /// <summary>Reads a patch.</summary>
    /// <exception cref="InputException">The file is missing or is no patch.</exception>
    public static Patch Read(string path)
    {
        try
        {
            var patch = JsonSerializer.Deserialize(File.ReadAllBytes(path), FeedbackJson.File.Patch) ?? throw new InputException(path, "a patch is expected, found null.");
            foreach (var correction in patch.Corrections) CorrectionFile.Check(correction, $"{path}: correction '{correction.Id}'");
            return patch;
        }
        catch (JsonException e)
        {
            throw new InputException(path, $"is no patch: {e.Message} A patch is {{\"id\": …, \"kind\": \"relabel\", \"corrections\": […]}} or {{\"id\": …, \"kind\": \"recipe\", \"recipe\": [{{\"path\": …, \"new\": …}}]}}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(path, $"the patch cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes a patch whole or not at all.</summary>
    public static void Write(string path, Patch patch) => FileWriting.Atomically(path, stream => JsonSerializer.Serialize(stream, patch, FeedbackJson.File.Patch));
}
