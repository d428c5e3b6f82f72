namespace FineGrain.Onnx;

/// <content>Operators that move elements.</content>
public sealed partial class GraphBuilder
{
    /// <summary>Permutes the axes: axis i of the result is axis order[i] of x.</summary>
    public OnnxValue Transpose(OnnxValue x, params int[] order) => Node("Transpose", [x], ("perm", order));

    /// <summary>Gives x the shape; 0 keeps the dimension at that place, −1 takes what is left.</summary>
    public OnnxValue Reshape(OnnxValue x, params long[] shape) => Node("Reshape", [x, Integers(shape)]);

    /// <summary>Gives x a computed shape (int64, 1-D).</summary>
    public OnnxValue Reshape(OnnxValue x, OnnxValue shape) => Node("Reshape", [x, shape]);

    /// <summary>Inserts axes of size 1 at these places of the result.</summary>
    public OnnxValue Unsqueeze(OnnxValue x, params long[] axes) => Node("Unsqueeze", [x, Integers(axes)]);

    /// <summary>Removes axes of size 1.</summary>
    public OnnxValue Squeeze(OnnxValue x, params long[] axes) => Node("Squeeze", [x, Integers(axes)]);

    /// <summary>Repeats axes of size 1 to a computed shape (int64, 1-D).</summary>
    public OnnxValue Expand(OnnxValue x, OnnxValue shape) => Node("Expand", [x, shape]);

    /// <summary>The dimensions of x, int64, 1-D.</summary>
    public OnnxValue Shape(OnnxValue x) => Node("Shape", [x]);

    /// <summary>One dimension of x as an int64 list of one.</summary>
    public OnnxValue Dim(OnnxValue x, int axis) => Node("Gather", [Shape(x), Integers(axis)], ("axis", 0L));

    /// <summary>Joins values along an axis.</summary>
    public OnnxValue Concat(int axis, params OnnxValue[] values) => Node("Concat", values, ("axis", axis));

    /// <summary>Cuts x into parts of these sizes along an axis.</summary>
    public OnnxValue[] Split(OnnxValue x, int axis, params long[] sizes) => Nodes("Split", sizes.Length, [x, Integers(sizes)], ("axis", axis));

    /// <summary>Elements from start (included) to end (excluded) along an axis; negative numbers count from the end.</summary>
    public OnnxValue Slice(OnnxValue x, int axis, long start, long end, long step = 1) =>
        Node("Slice", [x, Integers(start), Integers(end), Integers(axis), Integers(step)]);

    /// <summary>Elements between computed bounds (int64 lists of one) along an axis.</summary>
    public OnnxValue Slice(OnnxValue x, int axis, OnnxValue start, OnnxValue end) => Node("Slice", [x, start, end, Integers(axis)]);

    /// <summary>Picks rows of <paramref name="table"/> along an axis; for embeddings, axis 0 of [V, D] by ids [B, T] gives [B, T, D].</summary>
    public OnnxValue Gather(OnnxValue table, OnnxValue indices, int axis = 0) => Node("Gather", [table, indices], ("axis", axis));

    /// <summary>Picks elements along an axis by indices of the result's shape.</summary>
    public OnnxValue GatherElements(OnnxValue x, OnnxValue indices, int axis) => Node("GatherElements", [x, indices], ("axis", axis));

    /// <summary>start, start + delta, … below limit; int64 scalars.</summary>
    public OnnxValue Range(OnnxValue start, OnnxValue limit, OnnxValue delta) => Node("Range", [start, limit, delta]);

    /// <summary>A tensor of a computed shape (int64, 1-D), every element <paramref name="value"/>.</summary>
    public OnnxValue Fill(OnnxValue shape, float value) => Expand(Scalar(value), shape);

    /// <summary>Running sum along an axis.</summary>
    public OnnxValue CumSum(OnnxValue x, long axis) => Node("CumSum", [x, Scalar(axis)]);
}
