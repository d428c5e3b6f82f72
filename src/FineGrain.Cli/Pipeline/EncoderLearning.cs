using FineGrain.Core.Recipes;
using FineGrain.Data.Pretraining;
using FineGrain.Models;
using FineGrain.Models.Pretraining;
using FineGrain.Models.Vectors;
using FineGrain.Training;
using FineGrain.Training.Pretraining;
using FineGrain.Training.Vectors;

namespace FineGrain.Cli.Pipeline;

/// <summary>An encoder that predicts tokens; its token table is left as vectors, too.</summary>
internal sealed class EncoderLearning : ILearning
{
    /// <summary>Tokens that are held back to measure perplexity: enough for two digits, and seconds to read.</summary>
    private const int HeldTokens = 20_000;

    private readonly VectorCorpus corpus;
    private readonly long[] counts;
    private readonly TokenLearner model;
    private readonly MaskedTokenObjective objective;
    private readonly TrainingRun run;

    public EncoderLearning(EncoderPretrainRecipe recipe, string recipeFolder, TokenizedTexts texts, VectorCorpus corpus, string checkpoint, string identity)
    {
        (this.corpus, counts) = (corpus, corpus.Counts());
        var start = new ModelVectors(recipe.Model, recipeFolder);
        var encoder = ModelFactory.Create(recipe.Model, new()
        {
            VocabularySize = texts.Tokenizer.VocabularySize,
            MaxLength = recipe.Masking.Length,
            PaddingId = texts.Tokenizer.PaddingId,
            Outputs = 1,
            Target = "number", // the head that every model has; nobody asks it
            Vectors = start.Starts(texts.Tokenizer),
            Encoders = start.Encoders,
        }, recipe.Seed);
        model = new(encoder, recipe.Seed);
        objective = new(model, counts, recipe.Masking.Negatives, recipe.Seed);
        var (kept, held) = texts.HoldBack(HeldTokens, recipe.Seed);
        MaskedBatches learned = new(kept, recipe, !model.Tokens.HidesTokens), measured = new(held, recipe, !model.Tokens.HidesTokens);
        run = new(MaskedTokenObjective.Task(model, objective, new EpochSource(learned.Epoch)) with
        {
            Evaluate = held.Ids.Length == 0 ? null : () => new Dictionary<string, double> { ["perplexity"] = MaskedTokenObjective.Perplexity(model, measured.Epoch(0)) },
            CheckpointPath = checkpoint,
            Identity = identity,
        }, ModelVectors.Still(recipe.Training, model), recipe.Seed);
    }

    public string Title => "encoder";

    public int Width => (int)model.Table.Weight.shape[1];

    public int ResumedFrom => run.ResumedFrom;

    public RunEnd End => run.End;

    public double Loss => run.Best is { } perplexity ? Math.Log(perplexity) : double.NaN;

    public IEnumerable<StepReport> Steps(CancellationToken stop) => run.Steps(stop);

    public void Write(string folder)
    {
        model.Encoder.Save(Path.Combine(folder, EncoderStart.FolderName));
        var rows = model.Table.Weight.data<float>().ToArray();
        for (var id = 0; id < counts.Length; id++)
            if (counts[id] == 0) rows.AsSpan(id * Width, Width).Clear(); // special tokens that no text has
        VectorsFile.Write(Path.Combine(folder, VectorsFile.Name), new(corpus.Tokens, Width, rows, null, [], corpus.Lowercase));
    }

    public void Dispose()
    {
        run.Dispose();
        objective.Dispose();
        model.Dispose();
    }
}
