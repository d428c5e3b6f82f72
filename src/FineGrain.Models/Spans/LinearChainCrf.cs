using System.Runtime.InteropServices;
using FineGrain.Core.Spans;
using FineGrain.Models.Emission;
using FineGrain.Models.Seeding;
using FineGrain.Onnx;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace FineGrain.Models.Spans;

/// <summary>
/// A linear-chain conditional random field over tags, p(y) = e^score(y) / Z, with the moves that the scheme forbids held at −10⁴.
/// Source: Lafferty, McCallum and Pereira 2001; as the last layer of a network Lample et al. 2016, section 2.2. Equations: docs/math.md.
/// </summary>
public sealed class LinearChainCrf : nn.Module
{
    [ComponentName(Name = "transitions")] private readonly Parameter transitions;
    [ComponentName(Name = "start")] private readonly Parameter start;
    [ComponentName(Name = "end")] private readonly Parameter end;
    private readonly TagSet tags;
    private readonly float[] rules;

    /// <summary>A chain whose allowed moves all score 0.</summary>
    /// <param name="tags">The tags and their scheme.</param>
    /// <param name="initial">Draws nothing: moves have no symmetry to break.</param>
    public LinearChainCrf(TagSet tags, Initializer initial) : base(nameof(LinearChainCrf))
    {
        ArgumentNullException.ThrowIfNull(tags);
        ArgumentNullException.ThrowIfNull(initial);
        this.tags = tags;
        rules = tags.Rules();
        transitions = Initializer.Constant(0, tags.Count, tags.Count);
        start = Initializer.Constant(0, tags.Count);
        end = Initializer.Constant(0, tags.Count);
        RegisterComponents();
    }

    /// <summary>−log p(gold) of each row, the sum over its units.</summary>
    /// <param name="emissions">Float32 [B, U, K].</param>
    /// <param name="tags">Int64 [B, U]: tag columns; anything at padding.</param>
    /// <param name="mask">Int64 [B, U]: 1 for a unit, 0 for padding.</param>
    /// <param name="tagWeights">
    /// Weight w of each tag, or null. The chain learns with emissions less log w and decodes without: it then answers p(y) Π w(y_t), normalised, which is what
    /// weights would make of a softmax for each token (logit adjusted loss, Menon et al. 2021). A factor on the loss of a row cannot tell its tags apart.
    /// </param>
    /// <returns>Float32 [B]; 0 for a row without units.</returns>
    /// <exception cref="ArgumentException">A unit has no tag, or a weight is not positive.</exception>
    public Tensor NegativeLogLikelihood(Tensor emissions, Tensor tags, Tensor mask, IReadOnlyList<float>? tagWeights = null)
    {
        ArgumentNullException.ThrowIfNull(emissions);
        if (tagWeights is not null && (tagWeights.Count != this.tags.Count || tagWeights.Any(w => !(w > 0))))
            throw new ArgumentException($"{this.tags.Count} weights above 0 are needed, one a tag, not [{string.Join(", ", tagWeights)}]", nameof(tagWeights));
        using var scope = NewDisposeScope();
        var (rows, units, count) = (emissions.shape[0], emissions.shape[1], emissions.shape[2]);
        var likelihood = new ChainLikelihood(new TagChain(Table(), this.tags.Count), (int)rows, (int)units);
        likelihood.Compute(Values<float>(emissions), Values<long>(tags), Values<long>(mask), [.. Enumerable.Range(0, this.tags.Count).Select(k => tagWeights is null ? 0 : -MathF.Log(tagWeights[k]))]);
        // A linear function with the slopes that were computed, moved to the value that was computed.
        var slopes = tensor(likelihood.EmissionSlopes, [rows, units, count], device: emissions.device); // (B, U, K)
        var moves = tensor(likelihood.ScoreSlopes, [rows, (count + 2) * count], device: emissions.device); // (B, (K + 2) K)
        var scores = cat([transitions.view(-1), start, end]); // ((K + 2) K)
        var linear = (emissions * slopes).sum([1, 2]) + moves.matmul(scores); // (B)
        return (linear - linear.detach() + tensor(likelihood.Losses, device: emissions.device)).MoveToOuterDisposeScope();
    }

    /// <summary>The scores to decode with.</summary>
    /// <returns>Float32 [K + 2, K]: moves (from, to), start, end; −10⁴ where the scheme forbids.</returns>
    public Tensor Scores() => tensor(Table(), [tags.Count + 2, tags.Count]);

    /// <summary>The same in ONNX: float32 [K + 2, K].</summary>
    internal OnnxValue Emit(GraphEmitter emitter)
    {
        using var scores = Scores();
        return emitter.Constant("crf.scores", scores);
    }

    /// <summary>Learned scores where the scheme allows.</summary>
    private float[] Table()
    {
        float[] learned = [.. Values<float>(transitions), .. Values<float>(start), .. Values<float>(end)];
        return [.. learned.Select((score, i) => rules[i] == 0 ? Math.Max(score, 0.99f * TagSet.Forbidden) : rules[i])];
    }

    private static T[] Values<T>(Tensor tensor) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, T>(tensor.detach().cpu().contiguous().bytes).ToArray();
    }
}
