using FineGrain.Core;
using FineGrain.Core.Recipes;
using FineGrain.Feedback.Causes;
using FineGrain.Feedback.Gate;
using FineGrain.Feedback.Patches;
using FineGrain.Feedback.Probing;

namespace FineGrain.Feedback.Improving;

/// <summary>Texts with spans under the lens: conflicts with probes and omissions as causes, a probe on the patched data as proxy.</summary>
/// <param name="view">The data.</param>
public sealed class SpanDataProbe(SpanView view) : IDataProbe
{
    private const int Epochs = 5, Probes = 2;
    private Judged? unpatched;

    /// <inheritdoc/>
    public IReadOnlyList<Cause> Find() => [.. SpanConflicts.Find(view, TimeProvider.System).Concat(SpanOmissions.Find(view, TimeProvider.System)).OrderBy(c => c.PValue)];

    /// <inheritdoc/>
    public ProxyGain? Try(Patch patch, Recipe recipe)
    {
        if (patch.Corrections.Count + patch.Added.Count == 0) return null;
        unpatched ??= Judge(view.Train);
        var patched = Judge(PatchApplying.Apply(view.Train, patch));
        return ProxyGain.Of(unpatched, patched);
    }

    private Judged Judge(IReadOnlyList<Example> train)
    {
        TokenFeatures[] texts = [.. train.Select(e => new TokenFeatures(e.Text))];
        int[][] tags = [.. train.Select((e, r) => texts[r].Tags(view.Spans(e), view.Labels))];
        var quality = new double[view.Dev.Count];
        double score = 0;
        for (var seed = 1; seed <= Probes; seed++)
        {
            var probe = SpanProbe.Learn(texts, tags, 1 + (2 * view.Labels.Count), Epochs, seed);
            var judged = SpanQuality.Of(view.Dev.Select((e, r) => (view.Spans(e), (IReadOnlyList<Span>)view.DevFeatures[r].Spans(probe.Tag(view.DevFeatures[r]), view.Labels))));
            for (var r = 0; r < quality.Length; r++) quality[r] += judged.Quality[r] / Probes;
            score += judged.Score / Probes;
        }
        return new(score, quality);
    }
}
