namespace FineGrain.Inference.Bench.Kernels;

/// <summary>The innermost piece of a product of bytes: some rows times the eight columns of a panel.</summary>
internal unsafe interface IByteTile
{
    /// <summary>Rows of a tile.</summary>
    const int Rows = 6;

    /// <summary>Depth must be a multiple of it.</summary>
    const int Step = 4;

    /// <summary>Largest value of an activation.</summary>
    const int ActivationLimit = 255;

    /// <summary>Sums of a tile.</summary>
    /// <param name="rows">Activations: <see cref="Rows"/> rows, <paramref name="stride"/> bytes apart.</param>
    /// <param name="stride">Bytes from row to row.</param>
    /// <param name="panel">Weights: for each four rows of the matrix eight columns of four bytes.</param>
    /// <param name="depth">Length of a row.</param>
    /// <param name="sums">Takes <see cref="Rows"/> × 8 sums.</param>
    static abstract void Run(byte* rows, nint stride, sbyte* panel, int depth, int* sums);
}
