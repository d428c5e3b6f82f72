using FineGrain.Onnx.Messages;

namespace FineGrain.Onnx;

/// <content>Operators that work element by element; shapes broadcast as in NumPy.</content>
public sealed partial class GraphBuilder
{
    /// <summary>a + b.</summary>
    public OnnxValue Add(OnnxValue a, OnnxValue b) => Node("Add", [a, b]);

    /// <summary>a − b.</summary>
    public OnnxValue Sub(OnnxValue a, OnnxValue b) => Node("Sub", [a, b]);

    /// <summary>a · b.</summary>
    public OnnxValue Mul(OnnxValue a, OnnxValue b) => Node("Mul", [a, b]);

    /// <summary>a · factor.</summary>
    public OnnxValue Mul(OnnxValue a, float factor) => Mul(a, Scalar(factor));

    /// <summary>a / b.</summary>
    public OnnxValue Div(OnnxValue a, OnnxValue b) => Node("Div", [a, b]);

    /// <summary>a to the power b.</summary>
    public OnnxValue Pow(OnnxValue a, OnnxValue b) => Node("Pow", [a, b]);

    /// <summary>Square root.</summary>
    public OnnxValue Sqrt(OnnxValue x) => Node("Sqrt", [x]);

    /// <summary>Exponential.</summary>
    public OnnxValue Exp(OnnxValue x) => Node("Exp", [x]);

    /// <summary>Natural logarithm.</summary>
    public OnnxValue Log(OnnxValue x) => Node("Log", [x]);

    /// <summary>−x.</summary>
    public OnnxValue Neg(OnnxValue x) => Node("Neg", [x]);

    /// <summary>Sine.</summary>
    public OnnxValue Sin(OnnxValue x) => Node("Sin", [x]);

    /// <summary>Cosine.</summary>
    public OnnxValue Cos(OnnxValue x) => Node("Cos", [x]);

    /// <summary>Error function.</summary>
    public OnnxValue Erf(OnnxValue x) => Node("Erf", [x]);

    /// <summary>The larger of a and b.</summary>
    public OnnxValue Max(OnnxValue a, OnnxValue b) => Node("Max", [a, b]);

    /// <summary>The smaller of a and b.</summary>
    public OnnxValue Min(OnnxValue a, OnnxValue b) => Node("Min", [a, b]);

    /// <summary>max(0, x).</summary>
    public OnnxValue Relu(OnnxValue x) => Node("Relu", [x]);

    /// <summary>Hyperbolic tangent.</summary>
    public OnnxValue Tanh(OnnxValue x) => Node("Tanh", [x]);

    /// <summary>1 / (1 + e^−x).</summary>
    public OnnxValue Sigmoid(OnnxValue x) => Node("Sigmoid", [x]);

    /// <summary>x · sigmoid(x) (Elfwing et al. 2017).</summary>
    public OnnxValue Silu(OnnxValue x) => Mul(x, Sigmoid(x));

    /// <summary>x · ½ (1 + erf(x / √2)) (Hendrycks and Gimpel 2016), in the form that ONNX Runtime fuses to Gelu and BiasGelu.</summary>
    public OnnxValue Gelu(OnnxValue x) => Mul(Mul(x, Add(Erf(Div(x, Scalar(MathF.Sqrt(2)))), Scalar(1f))), 0.5f);

    /// <summary>½ x (1 + tanh(√(2/π) x (1 + 0.044715 x²))), the approximation of GELU in section 2 of the paper. ONNX Runtime does not fuse it on CPU; multiplications spare it the power.</summary>
    public OnnxValue GeluTanh(OnnxValue x)
    {
        var inner = Mul(Mul(x, MathF.Sqrt(2 / MathF.PI)), Add(Mul(Mul(x, 0.044715f), x), Scalar(1f)));
        return Mul(Mul(x, 0.5f), Add(Tanh(inner), Scalar(1f)));
    }

    /// <summary>The activation of a recipe: sigmoid, relu, tanh, gelu, gelu-tanh or silu.</summary>
    /// <exception cref="ArgumentException">No activation has this name.</exception>
    public OnnxValue Activation(string name, OnnxValue x) => name switch
    {
        "sigmoid" => Sigmoid(x),
        "relu" => Relu(x),
        "tanh" => Tanh(x),
        "gelu" => Gelu(x),
        "gelu-tanh" => GeluTanh(x),
        "silu" => Silu(x),
        _ => throw new ArgumentException($"no activation is called '{name}'. Known: sigmoid, relu, tanh, gelu, gelu-tanh, silu.", nameof(name)),
    };

    /// <summary>Whether a = b, as bool.</summary>
    public OnnxValue Equal(OnnxValue a, OnnxValue b) => Node("Equal", [a, b]);

    /// <summary>Whether a &lt; b, as bool.</summary>
    public OnnxValue Less(OnnxValue a, OnnxValue b) => Node("Less", [a, b]);

    /// <summary>Whether a &gt; b, as bool.</summary>
    public OnnxValue Greater(OnnxValue a, OnnxValue b) => Node("Greater", [a, b]);

    /// <summary>Both, of bools.</summary>
    public OnnxValue And(OnnxValue a, OnnxValue b) => Node("And", [a, b]);

    /// <summary>Not, of bools.</summary>
    public OnnxValue Not(OnnxValue x) => Node("Not", [x]);

    /// <summary>x where <paramref name="condition"/> (bool) holds, y elsewhere.</summary>
    public OnnxValue Where(OnnxValue condition, OnnxValue x, OnnxValue y) => Node("Where", [condition, x, y]);

    /// <summary>x as another element type.</summary>
    public OnnxValue Cast(OnnxValue x, OnnxType type) => Node("Cast", [x], ("to", (long)type));
}
