using FineGrain.Core;
using FineGrain.Onnx;
using FineGrain.Onnx.Messages;

namespace FineGrain.Inference.Tests;

/// <summary>Model folders whose networks judge each word, or each pair of words, by itself: a long text then has the spans and triplets of its parts, whatever window sees them.</summary>
internal static class LocalModel
{
    public const int MaxLength = 64;

    private static readonly string[] Polarities = ["POS", "NEG"];

    /// <summary>Tags "good" as X, "bad" as Y, and "very" behind either as more of it.</summary>
    public static ModelFolder Spans(string path, bool windows)
    {
        var g = new GraphBuilder("spans");
        // O, B-X, I-X, B-Y, I-Y
        var scores = Scores(g, TinyModel.Table([20, 0, 0, 0, 0], ("good", [0, 8, 9, 0, 0]), ("bad", [0, 0, 0, 8, 9]), ("very", [1, 0, 2, 0, 2])), 5);
        g.Output("logits", scores, OnnxType.Float, "batch", "units", 5);
        return Write(path, g, new()
        {
            Name = "local", Task = "spans", Target = "spans", Labels = ["X", "Y"], Spans = new() { Head = "softmax", Scheme = "iob2" }, Encoding = Encoding(windows),
        });
    }

    /// <summary>Joins "film" with "good" and "bad" wherever both are seen; "very" judges something unnamed.</summary>
    public static ModelFolder Triplets(string path, bool windows)
    {
        var g = new GraphBuilder("triplets");
        // nothing, aspect, opinion, pair:POS, pair:NEG, alone:POS, alone:NEG
        var words = Scores(g, TinyModel.Table([10, 0, 0, 0, 0, 0, 0], ("film", [0, 12, 0, 8, 8, 0, 0]), ("good", [0, 0, 12, 8, 0, 0, 0]), ("bad", [0, 0, 12, 0, 8, 0, 0]), ("very", [0, 0, 0, 0, 0, 12, 0])), 7);
        g.Output("logits", g.Add(g.Unsqueeze(words, 2), g.Unsqueeze(words, 1)), OnnxType.Float, "batch", "units", "units", 7);
        return Write(path, g, new()
        {
            Name = "local", Task = "aspects", Target = "triplets", Labels = Polarities, Spans = new() { Head = "biaffine", Layer = "triplets" }, Encoding = Encoding(windows),
        });
    }

    private static EncodingManifest Encoding(bool windows) => new() { MaxLength = MaxLength, Windows = windows, Units = "words" };

    /// <summary>The row of each unit's token, B×U×columns.</summary>
    private static OnnxValue Scores(GraphBuilder g, float[] table, int columns)
    {
        var ids = g.Input("input_ids", OnnxType.Int64, "batch", "length");
        var units = g.Input("unit_tokens", OnnxType.Int64, "batch", "units");
        return g.Gather(g.Constant("table", table, table.Length / columns, columns), g.GatherElements(ids, units, 1));
    }

    private static ModelFolder Write(string path, GraphBuilder g, ModelManifest manifest) => ModelFolder.Write(path, manifest, folder => TinyModel.Fill(folder, g.Build()));
}
