using System.Globalization;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;
using FineGrain.Onnx.Quantization;
using Microsoft.ML.OnnxRuntime;

namespace FineGrain.Inference.Bench;

/// <summary>The body of the 6 × 384 encoder written in several ways, in floats and in bytes, on one thread in turns, in processor time: which spelling of the same network ONNX Runtime runs best.</summary>
internal static class GraphVariants
{
    private const int Layers = 6, Width = 384, Heads = 12, Inner = 1536, Repeats = 2;

    /// <summary>What is written otherwise.</summary>
    private sealed record Variant(string Name)
    {
        public bool OneProduct { get; init; }

        public bool ScaledQueries { get; init; }

        public bool OneTranspose { get; init; }

        public bool TanhGelu { get; init; }

        public bool QuickGelu { get; init; }

        public bool FusedAttention { get; init; }

        public bool FusedNorm { get; init; }

        public bool Flat { get; init; }
    }

    public static void Print(int rows, int length, int rounds)
    {
        Variant[] variants =
        [
            new("as it is emitted"),
            new("query, key and value in one product") { OneProduct = true },
            new("scale inside the query weights") { ScaledQueries = true },
            new("keys transposed once") { OneTranspose = true },
            new("both of these") { ScaledQueries = true, OneTranspose = true },
            new("GELU by tanh") { TanhGelu = true },
            new("GELU by a sigmoid (QuickGelu)") { QuickGelu = true },
            new("attention in one operator") { FusedAttention = true },
            new("sum and norm in one operator") { FusedNorm = true },
            new("tokens flattened to one axis") { Flat = true },
        ];
        var random = new Random(1);
        float[] states = [.. Enumerable.Range(0, rows * length * Width).Select(_ => (float)(random.NextDouble() * 2 - 1))], mask = new float[rows * length];
        foreach (var bits in (int[])[32, Processor.HoldsEightBits ? 8 : 7])
        {
            var sessions = variants.Select(v => Open(bits == 32 ? Network(v) : Quantizer.Quantize(Network(v), new() { WeightBits = bits }))).ToList();
            var times = variants.Select(_ => new List<double>()).ToList();
            for (var round = 0; round <= rounds; round++)
                for (var v = 0; v < variants.Length; v++)
                {
                    var before = Environment.CpuUsage.TotalTime;
                    for (var i = 0; i < Repeats; i++) Run(sessions[v], states, mask, rows, length);
                    if (round > 0) times[v].Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Repeats);
                }
            sessions.ForEach(s => s.Dispose());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(bits == 32 ? "floats" : $"bytes, {bits}-bit weights")}, {rows} × {length} tokens, one thread, {Processor.Instructions}, {rounds} rounds; min / median / max of ms, and of the time of the first way over each"));
            for (var v = 0; v < variants.Length; v++)
                Console.WriteLine($"  {variants[v].Name,-38} {Spread.Of(times[v])}   {Spread.Of([.. times[0].Zip(times[v], (first, own) => first / own)])}");
        }
    }

    private static OnnxModel Network(Variant way)
    {
        var random = new Random(2);
        var g = new GraphBuilder();
        var x = g.Input("states", OnnxType.Float, "batch", "length", Width);
        var mask = g.Input("mask", OnnxType.Float, "batch", "length");
        var added = g.Unsqueeze(g.Mul(mask, -1e9f), 1, 2); // (B, 1, 1, T)
        var keep = g.Cast(g.Sub(g.Scalar(1f), mask), OnnxType.Int32); // (B, T)
        var shape = g.Shape(x);
        if (way.Flat) x = g.Reshape(x, -1, Width);
        for (var layer = 0; layer < Layers; layer++)
        {
            var mixed = Attention(layer);
            x = Norm($"norm1.{layer}", Dense($"out.{layer}", mixed, Width, Width), x);
            var inner = Dense($"inner.{layer}", x, Width, Inner);
            inner = way.TanhGelu ? g.Node("com.microsoft::FastGelu", [inner])
                : way.QuickGelu ? g.Node("com.microsoft::QuickGelu", [inner], ("alpha", 1.702f))
                : g.Gelu(inner);
            x = Norm($"norm2.{layer}", Dense($"outer.{layer}", inner, Inner, Width), x);
        }
        if (way.Flat) x = g.Reshape(x, shape);
        g.Output("y", g.ReduceMean(x, [1]), OnnxType.Float, "batch", Width);
        return g.Build();

        float[] Values(int count, float spread = 0.05f) => [.. Enumerable.Range(0, count).Select(_ => spread * (random.NextSingle() * 2 - 1))];

        OnnxValue Dense(string name, OnnxValue input, int from, int to) =>
            g.Add(g.MatMul(input, g.Constant($"{name}.weight", Values(from * to), from, to)), g.Constant($"{name}.bias", Values(to), to));

        OnnxValue Norm(string name, OnnxValue a, OnnxValue b)
        {
            OnnxValue scale = g.Constant($"{name}.scale", [.. Enumerable.Repeat(1f, Width)], Width), bias = g.Constant($"{name}.bias", new float[Width], Width);
            return way.FusedNorm ? g.Node("com.microsoft::SkipLayerNormalization", [a, b, scale, bias], ("epsilon", 1e-12f)) : g.LayerNormalization(g.Add(a, b), scale, bias, 1e-12f);
        }

        OnnxValue Heads4(OnnxValue value, params int[] order)
        {
            var split = way.Flat ? g.Reshape(value, g.Concat(0, g.Slice(shape, 0, 0, 2), g.Integers(Heads, Width / Heads))) : g.Reshape(value, 0, 0, Heads, Width / Heads);
            return g.Transpose(split, order);
        }

        OnnxValue Attention(int layer)
        {
            OnnxValue q, k, v;
            if (way.OneProduct)
            {
                var parts = g.Split(Dense($"qkv.{layer}", x, Width, 3 * Width), -1, Width, Width, Width);
                (q, k, v) = (parts[0], parts[1], parts[2]);
            }
            else (q, k, v) = (Dense($"q.{layer}", x, Width, Width), Dense($"k.{layer}", x, Width, Width), Dense($"v.{layer}", x, Width, Width));
            if (way.FusedAttention) return g.Node("com.microsoft::MultiHeadAttention", [q, k, v, null, keep], ("num_heads", (long)Heads));
            q = Heads4(q, 0, 2, 1, 3);
            k = way.OneTranspose ? Heads4(k, 0, 2, 3, 1) : g.Transpose(Heads4(k, 0, 2, 1, 3), 0, 1, 3, 2);
            v = Heads4(v, 0, 2, 1, 3);
            var scores = g.MatMul(q, k);
            if (!way.ScaledQueries) scores = g.Mul(scores, 1 / MathF.Sqrt(Width / Heads)); // else it stands in the weights, which are random here
            var mixed = g.Transpose(g.MatMul(g.Softmax(g.Add(scores, added)), v), 0, 2, 1, 3);
            return way.Flat ? g.Reshape(mixed, -1, Width) : g.Reshape(mixed, 0, 0, Width);
        }
    }

    private static InferenceSession Open(OnnxModel network)
    {
        using var stream = new MemoryStream();
        network.Save(stream);
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableMemoryPattern = false };
        return new(stream.ToArray(), settings);
    }

    private static void Run(InferenceSession session, float[] states, float[] mask, int rows, int length)
    {
        using var x = OrtValue.CreateTensorValueFromMemory(states, [rows, length, Width]);
        using var m = OrtValue.CreateTensorValueFromMemory(mask, [rows, length]);
        using var options = new RunOptions();
        session.Run(options, ["states", "mask"], [x, m], session.OutputNames).Dispose();
    }
}
