using System.Globalization;
using System.Security.Cryptography;
using FineGrain.Analysis.Calibrating;
using FineGrain.Cli.Pipeline;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Data.Batching;
using FineGrain.Data.Recipes;
using FineGrain.Data.Tokenization;
using FineGrain.Inference;
using FineGrain.Models;
using FineGrain.Models.Pruning;
using FineGrain.Training;
using FineGrain.Training.Pruning;

namespace FineGrain.Cli.Compressing;

/// <summary>Makes the smaller network of a plan, in 32-bit floats: cuts the vocabulary, prunes, trains.</summary>
internal sealed class NetworkWork
{
    /// <summary>Batches that settle what is least important.</summary>
    private const int RankingBatches = 40;

    private readonly ModelSource source;
    private readonly CompressionPlan plan;
    private readonly VocabularyCut? cut;
    private readonly Preparation prepared;
    private IReadOnlyDictionary<PruneGroup, IReadOnlySet<int>>? removed;

    /// <summary>Prepares the work; nothing is trained yet.</summary>
    /// <exception cref="InputException">The plan does not fit the model.</exception>
    public NetworkWork(ModelSource source, CompressionPlan plan)
    {
        (this.source, this.plan) = (source, plan);
        cut = plan.Vocabulary > 0 ? Cut() : null;
        prepared = source.Prepared(Recipe(), cut?.Tokenizer ?? source.Tokenizer);
    }

    /// <summary>Everything that training the network reads.</summary>
    public Preparation Prepared => prepared;

    /// <summary>The only seed.</summary>
    public int Seed => prepared.Recipe.Training.Seeds[0];

    /// <summary>Trains what there is to train and writes the model folder; goes on where a stopped run left off.</summary>
    /// <returns>The model folder in 32-bit floats.</returns>
    /// <exception cref="OperationCanceledException">Ctrl-C; the state is kept.</exception>
    public string Make(string folder, IRunDisplay display, CancellationToken stop)
    {
        var run = new RunFolder(folder);
        var model = run.SeedModel(Seed);
        if (ModelFolder.IsOne(model)) return model;
        if (cut is not null) display.Say(string.Create(CultureInfo.InvariantCulture, $"vocabulary {source.Tokenizer.VocabularySize:#,0} entries, {cut.Kept.Count:#,0} stay"));
        if (plan.Trains)
        {
            var start = plan.Student is null ? new StartingPoint(seed => Start(seed, stop), Identity) : null;
            Seeds.TrainHere([Seed], prepared, run, display, stop, start);
        }
        else
        {
            using var network = Start(Seed, stop);
            Export.Write(network, prepared, model, Decisions());
        }
        return model;
    }

    /// <summary>How logits become answers, as the model has it; null where <c>--set</c> asks for a calibration of its own. Weights that nothing trained give the logits they gave.</summary>
    private ModelManifest? Decisions()
    {
        var (before, after, manifest) = (source.Recipe.Evaluation, prepared.Recipe.Evaluation, source.Folder.Manifest);
        if (after.Calibration != before.Calibration) return null;
        return manifest with { AbstainBelow = after.AbstainBelow == before.AbstainBelow ? manifest.AbstainBelow : after.AbstainBelow };
    }

    /// <summary>The network before training: a fresh student, or the model without what is least important.</summary>
    public TextModel Start(int seed, CancellationToken stop)
    {
        if (plan.Student is not null) return SeedRun.NewModel(prepared, new TrainingBatches(source.Data.Train, prepared.Encoder, source.Data.Labels, prepared.Recipe, prepared.Spans), seed);
        var model = ModelFactory.Load(source.Folder.FolderPath, seed);
        if (cut is not null) model = Replaced(model, Smaller.WithVocabulary(model, cut.Kept, cut.Tokenizer.PaddingId, seed));
        if (plan.Prune.Count == 0) return model;
        removed ??= Ranked(model, stop);
        return Replaced(model, Smaller.Without(model, removed, seed));
    }

    private static TextModel Replaced(TextModel old, TextModel smaller)
    {
        old.Dispose();
        return smaller;
    }

    /// <summary>Decides the weights at the start, so that a checkpoint of another start is refused.</summary>
    private string Identity => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{source.Folder.Manifest.Files.GetValueOrDefault("model.safetensors")}\n{plan.Network}")));

    private Recipe Recipe()
    {
        var recipe = source.Recipe;
        var training = recipe.Training with { Seeds = [recipe.Training.Seeds[0]] };
        var evaluation = recipe.Evaluation;
        // Other methods may change answers for the sake of probabilities; a contract about the score wants the answers.
        if (plan.Trains && evaluation.Calibration == "auto")
            evaluation = evaluation with { Calibration = source.Data.Dev.Count < CalibrationFit.FewestExamples ? "none" : "temperature" };
        // A trained network needs less: half the passes at half the rate.
        if (plan.Trains && plan.Student is null)
            training = training with { Epochs = Math.Max(1, (training.Epochs + 1) / 2), Optimizer = training.Optimizer with { LearningRate = training.Optimizer.LearningRate / 2 } };
        // Patterns of parameter names and depths of layers are those of the old network.
        if (plan.Student is not null) training = training with { Groups = [], LayerDecay = 1 };
        var teachers = plan.Teachers.Count > 0 ? plan.Teachers : plan.Trains ? [source.Folder.FolderPath] : [];
        var changed = recipe with
        {
            Model = plan.Student ?? recipe.Model,
            Tokenizer = plan.Student is null ? recipe.Tokenizer : recipe.Tokenizer with { ExtraFromVectors = false }, // the tokenizer is there, and a student may have no vectors
            Training = training,
            Evaluation = evaluation,
            Distillation = recipe.Distillation with { Teachers = [.. teachers.Select(Path.GetFullPath)], Hidden = 0, Attention = 0, Unlabelled = teachers.Count == 0 ? [] : recipe.Distillation.Unlabelled, Copies = teachers.Count == 0 ? 0 : recipe.Distillation.Copies },
        };
        return YamlRecipe.Bind(RecipePrinter.Print(changed), "the recipe of the model", plan.Set).Recipe;
    }

    private VocabularyCut Cut()
    {
        if (source.Folder.Manifest.Encoding.Ngrams is { Words: > 0 })
            throw new InputException("--vocabulary", "this model hashes n-grams of token ids, which a smaller vocabulary would number anew. Leave the option out.");
        var encoder = source.Prepared(source.Recipe, source.Tokenizer).Encoder;
        var used = source.Data.Train.SelectMany(e => encoder.Encode(e).Ids).CountBy(id => id).Where(c => c.Value >= plan.Vocabulary).Select(c => c.Key);
        return VocabularyCut.Of(source.Tokenizer, used);
    }

    private IReadOnlyDictionary<PruneGroup, IReadOnlySet<int>> Ranked(TextModel model, CancellationToken stop)
    {
        var known = PruneGroups.Of(model).Select(g => g.Kind).Distinct().ToList();
        foreach (var kind in plan.Prune.Keys)
            if (!known.Contains(kind))
                throw new InputException("--prune", $"'{kind}' is nothing that this model has. {(known.Count == 0 ? "Nothing of it can be pruned." : $"It has {string.Join(", ", known)}.")}");
        var recipe = prepared.Recipe;
        var loss = SeedRun.LossOf(prepared);
        var batches = new TrainingBatches(source.Data.Train, prepared.Encoder, source.Data.Labels, recipe with { Data = recipe.Data with { Augment = new() } }, prepared.Spans);
        Threads.Use(recipe.Training.Threads);
        return Importance.Least(Importance.Of(model, new TextObjective(model, loss), batches.Epoch(Seed, 0).Take(RankingBatches), stop), plan.Prune);
    }
}
