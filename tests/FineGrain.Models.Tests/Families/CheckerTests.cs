using FineGrain.Models.Tests.Spans;
using FineGrain.Onnx;
using FineGrain.Onnx.Quantization;
using FineGrain.Onnx.Tests;

namespace FineGrain.Models.Tests.Families;

/// <summary>The reference checker of the ONNX project (Debian: python3-onnx) accepts the graph of every family and head, in floats and in bytes, with shapes inferred strictly.</summary>
public sealed class CheckerTests
{
    /// <summary>All files in one process: starting Python is most of the time.</summary>
    private const string Script = """
        import sys, pathlib, onnx
        from onnx import checker, shape_inference
        for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
            try:
                checker.check_model(onnx.load(path), full_check=True)
                shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True)
                print(path.stem)
            except Exception as e:
                print(path.stem, "FAILS", e)
        """;

    [Fact]
    public void The_reference_checker_accepts_every_family_and_head()
    {
        PythonOnnx.Need();
        var folder = Directory.CreateTempSubdirectory("finegrain-checker-").FullName;
        try
        {
            var written = 0;
            foreach (var name in Variants.Names.Select(row => row.Data))
                using (var model = Variants.Create(name)) Write(name, model);
            foreach (var name in SpanModelTests.Names.Select(row => row.Data))
                using (var model = SpanModelTests.Create(name)) Write(name, model);
            var (code, output) = PythonOnnx.Run(Script, folder);
            Assert.True(code == 0, output);
            Assert.DoesNotContain("FAILS", output, StringComparison.Ordinal);
            Assert.Equal(written, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

            void Write(string name, TextModel model)
            {
                var graph = new GraphBuilder();
                model.Emit(graph);
                graph.Save(Path.Combine(folder, $"{name}.onnx"));
                Quantizer.Quantize(graph.Build(), new()).Save(Path.Combine(folder, $"{name} in bytes.onnx"));
                written += 2;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
