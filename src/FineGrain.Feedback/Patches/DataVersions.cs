using System.Security.Cryptography;
using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Feedback.Patches;

/// <summary>
/// The versions of a training set in a folder: <c>HASH/train.jsonl</c> with <c>HASH/version.json</c>, and <c>patches/ID.json</c>. A version is its examples and the
/// recipe values of its patches: a patch of the recipe alone gives a new version too.
/// </summary>
/// <param name="folder">The folder.</param>
public sealed class DataVersions(string folder)
{
    /// <summary>Every version, in no order.</summary>
    public IReadOnlyList<DataVersion> All => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "version.json", SearchOption.AllDirectories).Select(Read)]
        : [];

    /// <summary>The training file of a version.</summary>
    public string TrainFile(DataVersion version) => Path.Combine(folder, version.Hash, "train.jsonl");

    /// <summary>A patch of the chain.</summary>
    public Patch PatchOf(string id) => PatchFile.Read(PatchPath(id));

    /// <summary>A version by its hash or the beginning of it.</summary>
    /// <exception cref="InputException">There is none, or several.</exception>
    public DataVersion Find(string hash)
    {
        var all = All;
        var found = all.Where(v => v.Hash.StartsWith(hash, StringComparison.Ordinal)).ToList();
        if (found.Count == 0)
        {
            var names = Renamed.Keys.Where(old => old.StartsWith(hash, StringComparison.Ordinal)).Select(NameNow).ToHashSet(StringComparer.Ordinal);
            found = [.. all.Where(v => names.Contains(v.Hash))];
        }
        return found.Count == 1 ? found[0] : throw new InputException(folder, $"{(found.Count == 0 ? "no version begins" : $"{found.Count} versions begin")} with '{hash}'. Known: {string.Join(", ", all.Select(v => v.Hash[..12]))}.");
    }

    /// <summary>The first version, from examples as they were read.</summary>
    public DataVersion Begin(IReadOnlyList<Example> examples)
    {
        var hash = HashOf(examples, []);
        return Keep(examples, new() { Hash = hash, Base = hash, Rows = examples.Count });
    }

    /// <summary>A new version: <paramref name="version"/> with one more patch.</summary>
    /// <exception cref="InputException">The patch does not fit the data, or another patch of that id is known.</exception>
    public DataVersion Apply(DataVersion version, Patch patch)
    {
        if (version.Patches.Contains(patch.Id)) throw new InputException($"patch '{patch.Id}'", $"is in version {version.Hash[..12]} already.");
        var bytes = JsonSerializer.SerializeToUtf8Bytes(patch, FeedbackJson.File.Patch);
        var path = PatchPath(patch.Id);
        if (File.Exists(path) && !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes)) throw new InputException(path, "another patch has this id. Give the new one an id of its own.");
        var changed = PatchApplying.Apply(Examples(version), patch);
        FileWriting.Atomically(path, stream => stream.Write(bytes));
        var recipe = With(version.Recipe, patch.Recipe);
        return Keep(changed, new() { Hash = HashOf(changed, recipe), Base = version.Base, Parents = [version.Hash], Patches = [.. version.Patches, patch.Id], Recipe = recipe, Rows = changed.Count });
    }

    /// <summary>A new version: <paramref name="version"/> as it would be had the patch never been applied; the later patches are applied again.</summary>
    /// <exception cref="InputException">The patch is not in the version, or a later one builds on it.</exception>
    public DataVersion Revert(DataVersion version, string patchId)
    {
        if (!version.Patches.Contains(patchId)) throw new InputException($"patch '{patchId}'", $"is not in version {version.Hash[..12]}. Its patches: {string.Join(", ", version.Patches)}.");
        string[] rest = [.. version.Patches.Where(p => p != patchId)];
        var examples = Examples(Find(version.Base));
        IReadOnlyList<RecipeChange> recipe = [];
        foreach (var id in rest)
        {
            try
            {
                var patch = PatchOf(id);
                (examples, recipe) = (PatchApplying.Apply(examples, patch), With(recipe, patch.Recipe));
            }
            catch (InputException e)
            {
                throw new InputException($"patch '{patchId}'", $"cannot be taken back alone, because '{id}' builds on it: {e.Message} Revert that one first.", e);
            }
        }
        return Keep(examples, new() { Hash = HashOf(examples, recipe), Base = version.Base, Parents = [version.Hash], Patches = rest, Recipe = recipe, Rows = examples.Count });
    }

    /// <summary>The examples of a version.</summary>
    public IReadOnlyList<Example> Examples(DataVersion version)
    {
        var examples = File.ReadLines(TrainFile(version)).Select(line => JsonSerializer.Deserialize(line, CoreJson.Line.Example)!).ToList();
        return HashOf(examples, version.Recipe) == version.Hash ? examples : throw new InputException(TrainFile(version), $"was changed by hand: its hash is no longer {version.Hash[..12]}. Versions are never edited; make a patch.");
    }

    /// <summary>
    /// A patch under an id of its own. Programs make the same patch again, with other ids of its corrections, when they go on after a stop: then the one that is kept
    /// is taken. Where another patch has the id, this one gets the beginning of the version's hash to its name.
    /// </summary>
    /// <param name="version">The version that it was made for.</param>
    /// <param name="patch">The patch.</param>
    public Patch Settled(DataVersion version, Patch patch)
    {
        for (var tried = patch; ; tried = tried with { Id = $"{tried.Id}-{version.Hash[..6]}" })
        {
            if (!File.Exists(PatchPath(tried.Id))) return tried;
            var known = PatchOf(tried.Id);
            if (Substance(known).AsSpan().SequenceEqual(Substance(patch))) return known;
        }
    }

    private static byte[] Substance(Patch patch) => JsonSerializer.SerializeToUtf8Bytes(
        patch with { Id = "", Corrections = [.. patch.Corrections.Select(c => c with { Id = "", Time = default })] }, FeedbackJson.Line.Patch);

    /// <summary>Folder of the patches.</summary>
    internal string PatchFolder => Path.Combine(folder, "patches");

    /// <summary>The name of a version after everything that was erased.</summary>
    internal string NameNow(string hash)
    {
        for (var renamed = Renamed; renamed.TryGetValue(hash, out var now); hash = now) { }
        return hash;
    }

    /// <summary>Notes new names of versions.</summary>
    internal void Rename(IReadOnlyDictionary<string, string> names) => FileWriting.Atomically(RenamedPath, stream =>
        stream.Write(System.Text.Encoding.UTF8.GetBytes(string.Concat(Renamed.Concat(names).Where(n => n.Key != n.Value).DistinctBy(n => n.Key).Select(n => $"{n.Key}\t{n.Value}\n")))));

    /// <summary>Puts a version in the place of another; where one with the same content stands already, that one stays.</summary>
    internal void Replace(DataVersion old, DataVersion now, IReadOnlyList<Example> examples)
    {
        if (old.Hash != now.Hash && Directory.Exists(Path.Combine(folder, now.Hash))) Directory.Delete(Path.Combine(folder, old.Hash), recursive: true);
        else
        {
            Write(examples, now);
            if (old.Hash != now.Hash) Directory.Delete(Path.Combine(folder, old.Hash), recursive: true);
        }
    }

    private string RenamedPath => Path.Combine(folder, "renamed.tsv");

    private Dictionary<string, string> Renamed => !File.Exists(RenamedPath) ? []
        : File.ReadLines(RenamedPath).Select(line => line.Split('\t')).Where(cells => cells.Length == 2).ToDictionary(cells => cells[0], cells => cells[1], StringComparer.Ordinal);

    private DataVersion Keep(IReadOnlyList<Example> examples, DataVersion version)
    {
        var place = Path.Combine(folder, version.Hash);
        // The same data reached on another way is the same version; the way that was first stays.
        if (File.Exists(Path.Combine(place, "version.json")) && Read(Path.Combine(place, "version.json")) is var known && known.Patches.SequenceEqual(version.Patches)) return known;
        if (!Directory.Exists(place)) Write(examples, version);
        return version;
    }

    private void Write(IReadOnlyList<Example> examples, DataVersion version) => FileWriting.FolderAtomically(Path.Combine(folder, version.Hash), target =>
    {
        using (var stream = File.Create(Path.Combine(target, "train.jsonl")))
            foreach (var example in examples)
            {
                JsonSerializer.Serialize(stream, example, CoreJson.Line.Example);
                stream.WriteByte((byte)'\n');
            }
        File.WriteAllBytes(Path.Combine(target, "version.json"), JsonSerializer.SerializeToUtf8Bytes(version, FeedbackJson.File.DataVersion));
    });

    private string PatchPath(string id) => Path.Combine(PatchFolder, $"{id}.json");

    private static DataVersion Read(string path) => JsonSerializer.Deserialize(File.ReadAllBytes(path), FeedbackJson.File.DataVersion)!;

    /// <summary>Recipe values with later ones, which replace those of the same key.</summary>
    private static RecipeChange[] With(IReadOnlyList<RecipeChange> recipe, IReadOnlyList<RecipeChange> later) => [.. recipe.Where(c => later.All(n => n.Path != c.Path)), .. later];

    internal static string HashOf(IEnumerable<Example> examples, IReadOnlyList<RecipeChange> recipe)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var example in examples)
        {
            hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(example, CoreJson.Line.Example));
            hash.AppendData("\n"u8);
        }
        foreach (var change in recipe) hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{change.Setting}\n"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
