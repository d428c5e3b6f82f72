using TorchSharp;

namespace FineGrain.Training.Optimizers;

/// <summary>A trained parameter with its state and, between collecting and stepping, its gradient.</summary>
internal sealed unsafe class ParameterSlot : IDisposable
{
    private RowGradient? rowSums;

    public ParameterSlot(TrainedParameter parameter, int moments)
    {
        Parameter = parameter;
        Weights = TensorMemory.Floats(parameter.Value);
        Length = parameter.Value.numel();
        Width = parameter.Value.dim() == 2 ? (int)parameter.Value.shape[1] : 0;
        State = [.. Enumerable.Range(0, moments).Select(_ => torch.zeros_like(parameter.Value, requires_grad: false).DetachFromDisposeScope())];
        First = moments > 0 ? TensorMemory.Floats(State[0]) : null;
        Second = moments > 1 ? TensorMemory.Floats(State[1]) : null;
    }

    public TrainedParameter Parameter { get; }
    public torch.Tensor[] State { get; }
    public float* Weights { get; }
    public float* First { get; }
    public float* Second { get; }
    public long Length { get; }

    /// <summary>Row length of a table, 0 for anything else.</summary>
    public int Width { get; }

    /// <summary>The dense gradient, or null.</summary>
    public float* Dense { get; private set; }

    /// <summary>The gradient by rows, or null.</summary>
    public RowGradient? Rows { get; private set; }

    private torch.Tensor? gradient;

    /// <summary>Looks up the gradient that backward left; afterwards <see cref="Dense"/>, <see cref="Rows"/> or neither is set.</summary>
    public void Collect(int threads)
    {
        gradient = Parameter.Value.grad?.DetachFromDisposeScope();
        if (gradient is null) return;
        if (gradient.is_sparse) (Rows = rowSums ??= new((int)Parameter.Value.shape[0], Width)).Collect(gradient, threads);
        else
        {
            if (!gradient.is_contiguous())
            {
                var copy = gradient.contiguous().DetachFromDisposeScope();
                gradient.Dispose();
                gradient = copy;
            }
            Dense = TensorMemory.Floats(gradient);
        }
    }

    /// <summary>Gives the gradient's memory back.</summary>
    public void Release()
    {
        Dense = null;
        Rows = null;
        if (gradient is null) return;
        gradient.Dispose();
        gradient = null;
        Parameter.Value.grad = null;
    }

    public void Dispose()
    {
        Release();
        rowSums?.Dispose();
        foreach (var tensor in State) tensor.Dispose();
    }
}
