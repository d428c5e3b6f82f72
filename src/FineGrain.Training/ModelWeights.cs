using TorchSharp;

namespace FineGrain.Training;

/// <summary>All parameters and buffers of a model, each tensor once (tied ones under their first name), and a kept copy of them.</summary>
internal sealed class ModelWeights : IDisposable
{
    private torch.Tensor[]? best;

    public ModelWeights(torch.nn.Module model)
    {
        var seen = new HashSet<nint>();
        Parameters = [.. model.named_parameters().Where(p => seen.Add(p.parameter.Handle)).Select(p => (p.name, (torch.Tensor)p.parameter))];
        All = [.. Parameters, .. model.named_buffers().Where(b => seen.Add(b.buffer.Handle)).Select(b => (b.name, b.buffer))];
    }

    public IReadOnlyList<(string Name, torch.Tensor Value)> Parameters { get; }
    public IReadOnlyList<(string Name, torch.Tensor Value)> All { get; }

    /// <summary>The kept copy by name; empty when none was kept.</summary>
    public IEnumerable<(string Name, torch.Tensor Value)> Best => best is null ? [] : All.Zip(best, (a, b) => (a.Name, b));

    /// <summary>Keeps a copy of the weights as they are now.</summary>
    public void KeepAsBest()
    {
        best ??= [.. All.Select(w => torch.empty_like(w.Value, requires_grad: false).DetachFromDisposeScope())];
        for (var i = 0; i < best.Length; i++) All[i].Value.bytes.CopyTo(best[i].bytes);
    }

    /// <summary>Puts the kept copy back into the model; false when there is none.</summary>
    public bool RestoreBest()
    {
        if (best is null) return false;
        for (var i = 0; i < best.Length; i++) best[i].bytes.CopyTo(All[i].Value.bytes);
        return true;
    }

    public void Dispose()
    {
        foreach (var tensor in best ?? []) tensor.Dispose();
    }
}
