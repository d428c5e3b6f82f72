using FineGrain.Core;
using FineGrain.Models.Layers;
using FineGrain.Models.Spans;
using static TorchSharp.torch;

namespace FineGrain.Models.Explaining;

/// <summary>
/// Attributions from gradients with respect to the token vectors: gradient × input (Simonyan et al. 2014; Shrikumar et al. 2017) and integrated gradients
/// (Sundararajan et al. 2017, equation 1). The baseline is the same text with every token vector at 0; special tokens, positions and segments stay.
/// Characters and hashed features of a unit are at 0 there too, and what they move counts for the unit's first token.
/// One text at a time. Puts the model into evaluation mode; not for several threads.
/// </summary>
public sealed class GradientAttribution
{
    private const int RowsAtOnce = 32, FewestSteps = 16, MostSteps = 2048;

    private readonly TextModel model;
    private readonly List<Embedding> tables = [];
    private readonly List<NgramTable> wide = [];
    private readonly List<FeatureTable> features = [];
    private readonly List<CharacterEncoder> characters = [];

    /// <summary>Explains <paramref name="model"/>, which the caller keeps owning.</summary>
    /// <exception cref="InputException">The network reads no token vectors.</exception>
    public GradientAttribution(TextModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        model.eval();
        var names = model.EmbeddingNames.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, module) in model.named_modules())
        {
            if (module is Embedding table && names.Contains($"{name}.weight")) tables.Add(table);
            if (module is NgramTable ngrams) wide.Add(ngrams);
            if (module is FeatureTable hashed) features.Add(hashed);
            if (module is CharacterEncoder spelling) characters.Add(spelling);
        }
        if (tables.Count == 0) throw new InputException("model", "reads n-grams and no token vectors, so there is no gradient to a word. Use the method 'occlusion'.");
    }

    /// <summary>Gradient × input of one output.</summary>
    /// <param name="text">A batch of one row.</param>
    /// <param name="special">Which of its tokens stand for no text, T of them.</param>
    /// <param name="output">Takes logits as <see cref="TextModel.Logits"/> gives them, gives the explained number of each row, float32 [B].</param>
    public TokenAttribution GradientTimesInput(Batch text, IReadOnlyList<bool> special, Func<Tensor, Tensor> output)
    {
        using var scope = NewDisposeScope();
        var (tokens, ngrams, outputs) = Sums(text, special, output, [1.0]);
        return new(tokens, ngrams, outputs[0], double.NaN, 0);
    }

    /// <summary>
    /// Integrated gradients of one output: the path is cut into ever more steps (midpoints) until the attributions sum to output − baseline
    /// within <paramref name="tolerance"/>.
    /// </summary>
    /// <param name="text">A batch of one row.</param>
    /// <param name="special">Which of its tokens stand for no text, T of them.</param>
    /// <param name="output">Takes logits as <see cref="TextModel.Logits"/> gives them, gives the explained number of each row, float32 [B].</param>
    /// <param name="tolerance">Largest share of output − baseline that may be missing; where 2,048 steps do not reach it, the result says so itself.</param>
    public TokenAttribution Integrated(Batch text, IReadOnlyList<bool> special, Func<Tensor, Tensor> output, double tolerance = 0.01)
    {
        using var scope = NewDisposeScope();
        var ends = Outputs(text, special, output, [0.0, 1.0]);
        for (var steps = FewestSteps; ; steps *= 2)
        {
            double[] tokens = new double[text.Length];
            var ngrams = 0.0;
            foreach (var points in Enumerable.Range(0, steps).Select(s => (s + 0.5) / steps).Chunk(RowsAtOnce))
            {
                var (some, wideSome, _) = Sums(text, special, output, points);
                for (var t = 0; t < tokens.Length; t++) tokens[t] += some[t] / steps;
                ngrams += wideSome / steps;
            }
            var found = new TokenAttribution(tokens, ngrams, ends[1], ends[0], steps);
            if (found.Incompleteness <= tolerance || steps == MostSteps) return found;
        }
    }

    /// <summary>The outputs at points of the path.</summary>
    private double[] Outputs(Batch text, IReadOnlyList<bool> special, Func<Tensor, Tensor> output, double[] points)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var leaves = new List<Input>();
        try
        {
            return [.. Along(text, special, output, points, leaf => leaf, leaves).data<float>().Select(v => (double)v)];
        }
        finally
        {
            Free(leaves);
        }
    }

    /// <summary>Sums over the points of gradient · (text − baseline), for each token and for all n-grams.</summary>
    private (double[] Tokens, double Ngrams, double[] Outputs) Sums(Batch text, IReadOnlyList<bool> special, Func<Tensor, Tensor> output, double[] points)
    {
        using var scope = NewDisposeScope();
        var leaves = new List<Input>();
        try
        {
            return Sums(Along(text, special, output, points, leaf => leaf.requires_grad_(true), leaves), leaves, special, text);
        }
        finally
        {
            Free(leaves);
        }
    }

    private static (double[] Tokens, double Ngrams, double[] Outputs) Sums(Tensor values, List<Input> leaves, IReadOnlyList<bool> special, Batch text)
    {
        values.sum().backward();
        var (tokens, ngrams) = (new double[special.Count], 0.0);
        foreach (var (leaf, whole, ofUnits) in leaves)
        {
            if (leaf.grad is not { } gradient) continue;
            var parts = (gradient * whole).sum([-1, 0]); // (T) for tokens, (U) for units, scalar for n-grams
            if (parts.dim() == 0)
            {
                ngrams += parts.item<float>();
                continue;
            }
            var each = parts.data<float>().ToArray();
            for (var i = 0; ofUnits && i < text.UnitCounts[0]; i++) tokens[text.UnitTokens[i]] += each[i];
            for (var t = 0; !ofUnits && t < tokens.Length; t++)
                if (!special[t]) tokens[t] += each[t];
        }
        return (tokens, ngrams, [.. values.detach().data<float>().Select(v => (double)v)]);
    }

    /// <summary>The explained number at each point: token vectors and n-gram sums scaled by it, special tokens whole.</summary>
    /// <param name="text">A batch of one row.</param>
    /// <param name="special">Which tokens keep their vectors.</param>
    /// <param name="output">The explained number of logits.</param>
    /// <param name="points">In [0, 1].</param>
    /// <param name="mark">Marks a leaf that gradients are wanted for.</param>
    /// <param name="leaves">Takes the scaled inputs and the whole ones; the caller frees them: they outlive the scopes of the forward pass.</param>
    private Tensor Along(Batch text, IReadOnlyList<bool> special, Func<Tensor, Tensor> output, double[] points, Func<Tensor, Tensor> mark, List<Input> leaves)
    {
        if (text.Rows != 1) throw new ArgumentException($"one text is explained at a time, got {text.Rows}", nameof(text));
        var scale = tensor([.. points.SelectMany(p => special.Select(s => s ? 1f : (float)p))], [points.Length, text.Length, 1]);
        var wideScale = tensor([.. points.Select(p => (float)p)], [points.Length, 1]);
        var unitScale = wideScale.unsqueeze(-1); // (P, 1, 1)
        // Weights are held fast meanwhile: their gradients would cost more than all the rest.
        var learning = model.parameters().Where(p => p.requires_grad).ToList();
        foreach (var parameter in learning) parameter.requires_grad = false;
        foreach (var table in tables) table.Tap = rows => Leaf(rows, scale);
        foreach (var table in wide) table.Tap = rows => Leaf(rows, wideScale);
        foreach (var table in features) table.Tap = rows => Leaf(rows, unitScale, ofUnits: true);
        foreach (var encoder in characters) encoder.Tap = rows => Leaf(rows, unitScale, ofUnits: true);
        try
        {
            var input = ModelInput.From(text);
            var units = input.Units is { } u ? new UnitInput(Repeat(u.Mask), Repeat(u.FirstTokens), Repeat(u.OfTokens), Maybe(u.CharIds), Maybe(u.FeatureIds), u.AreTokens) : null;
            return output(model.Logits(new(Repeat(input.InputIds), Repeat(input.AttentionMask), Maybe(input.TokenTypeIds), Maybe(input.NgramIds), units)));
        }
        finally
        {
            foreach (var table in tables) table.Tap = null;
            foreach (var table in wide) table.Tap = null;
            foreach (var table in features) table.Tap = null;
            foreach (var encoder in characters) encoder.Tap = null;
            foreach (var parameter in learning) parameter.requires_grad = true;
        }

        Tensor Leaf(Tensor rows, Tensor by, bool ofUnits = false)
        {
            var whole = rows.detach().DetachFromDisposeScope();
            var leaf = mark((whole * by).detach().DetachFromDisposeScope());
            leaves.Add(new(leaf, whole, ofUnits));
            return leaf.alias();
        }

        Tensor Repeat(Tensor row) => row.expand([points.Length, .. row.shape[1..]]).contiguous();

        Tensor? Maybe(Tensor? row) => row is null ? null : Repeat(row);
    }

    private static void Free(List<Input> leaves)
    {
        foreach (var (leaf, whole, _) in leaves)
        {
            leaf.Dispose();
            whole.Dispose();
        }
    }

    /// <summary>Something that the network reads at a point of the path.</summary>
    /// <param name="Leaf">Scaled by the point; gradients are taken with respect to it.</param>
    /// <param name="Whole">As the text has it.</param>
    /// <param name="OfUnits">Whether its second axis counts units, not tokens.</param>
    private readonly record struct Input(Tensor Leaf, Tensor Whole, bool OfUnits);
}
