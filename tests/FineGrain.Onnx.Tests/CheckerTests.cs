using FineGrain.Onnx.Quantization;

namespace FineGrain.Onnx.Tests;

/// <summary>The reference checker of the ONNX project (Debian: python3-onnx) accepts what we write, with types and shapes inferred strictly.</summary>
public sealed class CheckerTests
{
    private const string Script = """
        import sys, onnx
        from onnx import checker, shape_inference
        model = onnx.load(sys.argv[1])
        checker.check_model(model, full_check=True)
        model = shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
        # a copy without the stated outputs must infer the same ones
        output = model.graph.output[0].type.tensor_type
        print(output.elem_type, [d.dim_param or d.dim_value for d in output.shape.dim])
        """;

    [Fact]
    public void The_reference_checker_accepts_every_operator() => Accepts(SmallGraphs.EveryOperator());

    [Theory]
    [InlineData("MatMul")]
    [InlineData("Gemm")]
    [InlineData("Conv")]
    [InlineData("Slice")]
    public void The_reference_checker_accepts_quantized_graphs(string kind) => Accepts(Quantizer.Quantize(QuantizableGraphs.Of(kind), new()));

    private static void Accepts(OnnxModel model)
    {
        PythonOnnx.Need();
        var path = Path.Combine(Path.GetTempPath(), $"finegrain-{Guid.NewGuid():N}.onnx");
        try
        {
            model.Save(path);
            var (code, output) = PythonOnnx.Run(Script, path);
            Assert.True(code == 0, output);
            Assert.Equal("1 ['batch', 3]", output.Trim());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
