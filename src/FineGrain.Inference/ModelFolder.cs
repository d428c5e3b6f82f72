using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Data.Spans.Features;

namespace FineGrain.Inference;

/// <summary>
/// The artefact of a run, as a folder: <c>finegrain.json</c> and the files it lists with their SHA-256. Opening reads the manifest and can prove every file;
/// writing puts the whole folder in place or nothing.
/// </summary>
public sealed class ModelFolder
{
    /// <summary>The manifest.</summary>
    public const string ManifestFile = "finegrain.json";

    /// <summary>The network in 32-bit floats.</summary>
    public const string OnnxFile = "model.onnx";

    /// <summary>The tokenizer.</summary>
    public const string TokenizerFile = "tokenizer.json";

    /// <summary>The words that features of units look for; there only where a model looks for words.</summary>
    public const string LexiconFile = "lexicon.txt";

    /// <summary>The newest format that this version reads and the one it writes.</summary>
    public const int Format = 1;

    private ModelFolder(string path, ModelManifest manifest)
    {
        FolderPath = path;
        Manifest = manifest;
        Labels = new(manifest.Labels);
    }

    /// <summary>Where the folder is.</summary>
    public string FolderPath { get; }

    /// <summary>What it holds and how to use it.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>Labels in logit order; empty for a number.</summary>
    public LabelSet Labels { get; }

    /// <summary>Logits of a row: one a label, or one for a number.</summary>
    public int Outputs => Manifest switch
    {
        { Target: "number" } => 1,
        { Spans: { Layer: "triplets" } } => new TripletColumns(Labels.Count).Count,
        { Spans: { Head: "biaffine" } } => Labels.Count + 1,
        { Spans: { Scheme: var scheme } } => new TagSet(scheme, Labels.Names).Count,
        _ => Labels.Count,
    };

    /// <summary>The network that answers: the quantized one where the folder has one, else that in 32-bit floats.</summary>
    public string Network => Manifest.Precision?.File ?? OnnxFile;

    /// <summary>The files that answering reads: manifest, network, tokenizer.</summary>
    public IEnumerable<string> ServingFiles => Manifest.Files.Keys.Where(f => f is TokenizerFile or "vocab.txt" or LexiconFile).Prepend(Network).Prepend(ManifestFile);

    /// <summary>The words that features of units look for; null where the model looks for none.</summary>
    /// <exception cref="InputException">The list is missing or damaged.</exception>
    public Lexicon? Lexicon() => Manifest.Files.ContainsKey(LexiconFile) ? Data.Spans.Features.Lexicon.Load(PathOf(LexiconFile)) : null;

    /// <summary>Whether a folder is a model folder, by its manifest.</summary>
    public static bool IsOne(string path) => File.Exists(Path.Combine(path, ManifestFile));

    /// <summary>Reads the manifest; the other files are proven by <see cref="Verify"/>.</summary>
    /// <exception cref="InputException">No model folder, a newer format, or a manifest that contradicts itself.</exception>
    public static ModelFolder Open(string path)
    {
        var file = Path.Combine(path, ManifestFile);
        if (File.Exists(path)) throw new InputException(path, "is a file. Name the model folder that 'finegrain run' or 'finegrain train' wrote, not a file of it.");
        if (!Directory.Exists(path)) throw new InputException(path, "is not there. Name the model folder that 'finegrain run' or 'finegrain train' wrote.");
        if (!File.Exists(file)) throw new InputException(path, $"is not a model folder: it has no {ManifestFile}. Name the folder that 'finegrain run' or 'finegrain train' wrote.");
        try
        {
            var bytes = File.ReadAllBytes(file);
            var format = ManifestReader.Format(bytes);
            if (format > Format)
                throw new InputException(file, $"has format {format}; this version of FineGrain reads formats up to {Format}. Update FineGrain, or export the model with this version.");
            var manifest = ManifestReader.Read(bytes);
            ManifestRules.Check(file, manifest);
            return new(path, manifest);
        }
        catch (JsonException e)
        {
            throw new InputException(file, $"is damaged: {e.Message} Copy the folder again or write it anew.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(file, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The remark of a network that says which labels its columns are; the manifest's have to be the same.</summary>
    public const string LabelsRemark = "finegrain.labels";

    /// <summary>Label names as a network's remark has them.</summary>
    /// <param name="labels">Names in the order of the columns.</param>
    public static string Remark(IReadOnlyList<string> labels) => string.Join('\n', labels.Select(l => l.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)));

    /// <summary>Path of a file in the folder.</summary>
    public string PathOf(string file) => Path.Combine(FolderPath, file);

    /// <summary>Proves files against the SHA-256 in the manifest.</summary>
    /// <param name="files">The files to prove; null takes all that are listed.</param>
    /// <exception cref="InputException">Names the first file, in ordinal order, that is missing or differs.</exception>
    public void Verify(IEnumerable<string>? files = null) => FileHashes.Verify(FolderPath, Manifest.Files, files ?? Manifest.Files.Keys);

    /// <summary>
    /// Writes a model folder whole: <paramref name="fill"/> puts the files into a temporary folder, the manifest gets their hashes, the folder is opened as a
    /// user would (hashes, every self-test vector) and only then moved to <paramref name="path"/>, replacing an older one.
    /// </summary>
    /// <param name="path">Where the folder shall be.</param>
    /// <param name="manifest">The manifest; its format and file list are filled in here.</param>
    /// <param name="fill">Writes <c>model.onnx</c>, <c>tokenizer.json</c> and whatever else belongs to the model into the folder it is given.</param>
    /// <returns>The folder in its place.</returns>
    /// <exception cref="InputException">The place cannot be written or holds something else than a model folder, or what was written fails its own self-test.</exception>
    public static ModelFolder Write(string path, ModelManifest manifest, Action<string> fill)
    {
        FileWriting.FolderAtomically(path, temporary =>
        {
            fill(temporary);
            var complete = manifest with { Format = Format, Files = FileHashes.Of(temporary, except: ManifestFile) };
            FileWriting.Atomically(Path.Combine(temporary, ManifestFile), stream => JsonSerializer.Serialize(stream, complete, CoreJson.File.ModelManifest));
            using var predictor = Predictor.Open(temporary, new() { Verification = Verification.None });
            predictor.ReplaySelfTests();
        }, IsOne);
        return Open(path);
    }

    /// <summary>Refuses a place that holds something else than a model folder, before work is spent on what shall stand there.</summary>
    /// <param name="path">Where a model folder shall be written.</param>
    /// <exception cref="InputException">The place holds something else.</exception>
    public static void CheckPlace(string path) => FileWriting.RefuseOthers(path, IsOne);
}
