using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Augmenting;
using FineGrain.Data.Randomness;
using FineGrain.Data.Reading;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;
using FineGrain.Inference.Teaching;
using FineGrain.Models;
using FineGrain.Training.Distillation;

namespace FineGrain.Cli.Pipeline;

/// <summary>What the teachers of a recipe say to its training texts, to unlabelled ones and to changed copies.</summary>
internal sealed class Teaching
{
    private readonly Preparation prepared;
    private readonly IReadOnlyList<Teacher> teachers;

    private Teaching(Preparation prepared, IReadOnlyList<Teacher> teachers, IReadOnlyList<Example> examples, Lessons? lessons)
    {
        (this.prepared, this.teachers) = (prepared, teachers);
        Examples = examples;
        Lessons = lessons;
    }

    /// <summary>The training examples, then those that only the teachers label.</summary>
    public IReadOnlyList<Example> Examples { get; }

    /// <summary>What the teachers say to each; null where a student of spans learns from what they mark alone.</summary>
    public Lessons? Lessons { get; }

    /// <summary>What decides the answers: a checkpoint that learned from other teachers is refused by it.</summary>
    public string Identity => string.Join(' ', teachers.Select(t => t.Hash));

    /// <summary>Asks the teachers of the recipe; null when it names none.</summary>
    /// <exception cref="InputException">A teacher does not fit, or unlabelled texts cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C; what was answered is kept.</exception>
    public static Teaching? Of(Preparation prepared, IRunDisplay display, CancellationToken stop)
    {
        var recipe = prepared.Recipe.Distillation;
        if (recipe.Teachers.Count == 0) return null;
        var manifest = Export.Manifest(prepared);
        Teacher[] teachers = [.. recipe.Teachers.Select(path => Teacher.Open(Folder(path, prepared.RecipeFolder), manifest))];
        List<Example> examples = [.. prepared.Data.Train, .. Unlabelled(prepared), .. Copies(recipe, prepared.Data.Train)];
        var cache = Path.Combine(CacheFolder.Find(), "teachers");
        var answers = new List<float[][]>();
        var spans = prepared.Spans is null ? null : new SpanTeaching(prepared, teachers, cache);
        if (spans is not null) examples = spans.Marked(examples, prepared.Data.Train.Count, stop);
        var asked = spans is null || spans.SameTags ? teachers : [];
        if (asked.Length == 0) display.Say(examples.Count > prepared.Data.Train.Count
            ? "teachers tell spans by other tags than the student: it learns from what they mark"
            : "teachers tell spans by other tags than the student, and there is no text without gold for them to mark: it learns from gold alone");
        foreach (var teacher in asked)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var shown = TimeSpan.Zero;
            answers.Add(teacher.Answer(examples, cache, new Told(done =>
            {
                if (clock.Elapsed - shown < TimeSpan.FromSeconds(10)) return;
                shown = clock.Elapsed;
                display.Say(string.Create(CultureInfo.InvariantCulture, $"teacher {teacher.FolderPath}  {done} of {examples.Count} texts answered"));
            }), stop));
            display.Say(string.Create(CultureInfo.InvariantCulture, $"teacher {teacher.FolderPath}  {examples.Count} texts ({examples.Count - prepared.Data.Train.Count} without gold) in {Pace.Words(clock.Elapsed)}"));
        }
        return new(prepared, teachers, examples, spans is null ? new() { Answers = Teacher.Mean(answers, prepared.Recipe.Target), Labelled = prepared.Data.Train.Count } : spans.Lessons(examples, answers));
    }

    /// <summary>Compares hidden states and attention maps where the recipe asks for it; the caller frees the teacher's network with it.</summary>
    public (FeatureMatching Matching, TextModel Teacher)? Features(TextModel student, Batch probe, int seed)
    {
        var recipe = prepared.Recipe.Distillation;
        if (recipe is { Hidden: 0, Attention: 0 }) return null;
        var folder = teachers[0].FolderPath;
        var theirs = ModelFolder.Open(folder).Manifest.Encoding;
        if (Tokenizer.Load(folder).ToJson() != prepared.Tokenizer.ToJson() || theirs.MaxLength < prepared.Encoding.MaxLength
            || theirs with { MaxLength = 0, Ngrams = null } != prepared.Encoding with { MaxLength = 0, Ngrams = null })
            throw new InputException(folder, "cuts texts into other tokens than the student, so their states and attention maps cannot be compared. "
                + "Give the student the teacher's tokenizer (tokenizer.kind: file), cleaning and max_length, or set distillation.hidden and distillation.attention to 0.");
        var network = ModelFactory.Load(folder);
        try
        {
            if (network is Models.Families.EnsembleModel)
                throw new InputException(folder, "is an ensemble; its members' states cannot be compared with one student. Set distillation.hidden and distillation.attention to 0, or name one member.");
            return (new(network, student, recipe, probe, seed), network);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The folder beside the recipe, else as given.</summary>
    private static string Folder(string path, string recipeFolder) => Path.Combine(recipeFolder, path) is var beside && Directory.Exists(beside) ? beside : path;

    private static IEnumerable<Example> Unlabelled(Preparation prepared)
    {
        var recipe = prepared.Recipe;
        if (recipe.Distillation.Unlabelled.Count == 0) return [];
        var root = DataFolder.Resolve(recipe.Data.Root, prepared.RecipeFolder);
        // Dev and test texts must stay unseen, even without their gold.
        var held = prepared.Data.Dev.Concat(prepared.Data.Test).Select(e => (e.Text, e.Pair)).ToHashSet();
        return recipe.Distillation.Unlabelled
            .SelectMany(source => ExampleReader.Read(source with { Label = "", LabelMap = new Dictionary<string, string>() }, root, new() { Target = recipe.Target }))
            .Where(e => !held.Contains((e.Text, e.Pair))).Select(e => e with { Labels = [], Number = null, Entities = [], Aspects = [], Triplets = [] });
    }

    /// <summary>Changed copies, the same for every seed, so that the teachers' cached answers serve all of them.</summary>
    private static IEnumerable<Example> Copies(DistillationRecipe recipe, IReadOnlyList<Example> train)
    {
        if (recipe.Copies == 0) yield break;
        var augmenter = new Augmenter(recipe.Augment, train);
        for (var copy = 0; copy < recipe.Copies; copy++)
        {
            for (var row = 0; row < train.Count; row++)
            {
                var random = new SeededRandom(copy, row, 'k');
                if (!random.Happens(recipe.Augment.Rows)) continue;
                var example = train[row];
                yield return example with
                {
                    Text = augmenter.Change(example.Text, random),
                    Pair = example.Pair is null ? null : augmenter.Change(example.Pair, random),
                    Labels = [],
                    Number = null,
                    Entities = [],
                    Aspects = [],
                    Triplets = [],
                };
            }
        }
    }

    /// <summary>Progress on the calling thread.</summary>
    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
