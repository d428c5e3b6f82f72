using System.Text.Json;
using FineGrain.Core;
using FineGrain.Core.Calibrating;
using FineGrain.Core.Recipes;

namespace FineGrain.Inference;

/// <summary>
/// Reads <c>finegrain.json</c> token by token. The serializer would do it too, but costs a cold process 90 ms of compiling its generic classes, a third of the
/// time to the first answer; and it forgets the defaults of entries that an older or hand-made file leaves out. Unknown entries are skipped.
/// </summary>
internal static class ManifestReader
{
    /// <summary>Takes the value of one entry; false skips it.</summary>
    private delegate bool Entry(ref Utf8JsonReader reader, string name);

    /// <exception cref="JsonException">The file is not JSON, an entry has another kind of value, or a required one is missing.</exception>
    public static ModelManifest Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        string? name = null, task = null, target = null;
        IReadOnlyList<string>? labels = null;
        EncodingManifest? encoding = null;
        var m = new ModelManifest { Name = "", Task = "", Target = "", Labels = [], Encoding = new() { MaxLength = 1 } };
        var files = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var scores = new List<Score>();
        var tests = new List<SelfTest>();
        PrecisionManifest? precision = null;
        SpanManifest? spans = null;
        var format = m.Format;
        var temperature = m.Temperature;
        CalibrationManifest? calibration = null;
        var abstainBelow = m.AbstainBelow;
        var (recipe, dataHash) = (m.Recipe, m.DataHash);
        var thresholds = m.Thresholds;
        Object(ref reader, (ref r, key) =>
        {
            switch (key)
            {
                case "format": format = Integer(ref r); return true;
                case "name": name = Text(ref r); return true;
                case "task": task = Text(ref r); return true;
                case "target": target = Text(ref r); return true;
                case "labels": labels = Array(ref r, Text); return true;
                case "encoding": encoding = Encoding(ref r); return true;
                case "thresholds": thresholds = Array(ref r, Number); return true;
                case "temperature": temperature = Number(ref r); return true;
                case "calibration": calibration = r.TokenType == JsonTokenType.Null ? null : Calibration(ref r); return true;
                case "abstain_below": abstainBelow = Number(ref r); return true;
                case "scores": scores = Array(ref r, Score); return true;
                case "recipe": recipe = Text(ref r); return true;
                case "data_hash": dataHash = Text(ref r); return true;
                case "files": Object(ref r, (ref f, file) => { files[file] = Text(ref f); return true; }); return true;
                case "self_tests": tests = Array(ref r, SelfTest); return true;
                case "spans": spans = r.TokenType == JsonTokenType.Null ? null : Spans(ref r); return true;
                case "precision": precision = r.TokenType == JsonTokenType.Null ? null : Precision(ref r); return true;
                default: return false;
            }
        });
        return m with
        {
            Format = format,
            Name = name ?? throw Missing("name"),
            Task = task ?? throw Missing("task"),
            Target = target ?? throw Missing("target"),
            Labels = labels ?? throw Missing("labels"),
            Encoding = encoding ?? throw Missing("encoding"),
            Thresholds = thresholds,
            Temperature = temperature,
            Calibration = calibration,
            AbstainBelow = abstainBelow,
            Scores = scores,
            Recipe = recipe,
            DataHash = dataHash,
            Files = files,
            SelfTests = tests,
            Precision = precision,
            Spans = spans,
        };
    }

    /// <summary>The entry <c>format</c> alone: a newer file may have nothing else that is known.</summary>
    /// <exception cref="JsonException">The file is not JSON, or the entry is missing or no positive whole number.</exception>
    public static int Format(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var format = 0;
        Object(ref reader, (ref r, name) => name == "format" && (format = Integer(ref r)) != 0);
        return format > 0 ? format : throw new JsonException("'format' is missing or not a positive whole number.");
    }

    private static EncodingManifest Encoding(ref Utf8JsonReader reader)
    {
        int? length = null;
        var e = new EncodingManifest { MaxLength = 1 };
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "max_length": length = Integer(ref r); return true;
                case "truncation": e = e with { Truncation = Text(ref r) }; return true;
                case "special_tokens": e = e with { SpecialTokens = Flag(ref r) }; return true;
                case "clean": e = e with { Clean = Clean(ref r) }; return true;
                case "ngrams": e = e with { Ngrams = r.TokenType == JsonTokenType.Null ? null : Ngrams(ref r) }; return true;
                case "windows": e = e with { Windows = Flag(ref r) }; return true;
                case "overlap": e = e with { Overlap = Integer(ref r) }; return true;
                case "units": e = e with { Units = Text(ref r) }; return true;
                case "features": e = e with { Features = r.TokenType == JsonTokenType.Null ? null : Features(ref r) }; return true;
                case "characters": e = e with { Characters = Text(ref r) }; return true;
                case "character_length": e = e with { CharacterLength = Integer(ref r) }; return true;
                default: return false;
            }
        });
        return e with { MaxLength = length ?? throw Missing("encoding.max_length") };
    }

    private static SpanManifest Spans(ref Utf8JsonReader reader)
    {
        string? head = null;
        var s = new SpanManifest { Head = "" };
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "head": head = Text(ref r); return true;
                case "scheme": s = s with { Scheme = Text(ref r) }; return true;
                case "layer": s = s with { Layer = Text(ref r) }; return true;
                default: return false;
            }
        });
        return s with { Head = head ?? throw Missing("spans.head") };
    }

    private static CalibrationManifest Calibration(ref Utf8JsonReader reader)
    {
        string? method = null;
        var c = new CalibrationManifest { Method = "" };
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "method": method = Text(ref r); return true;
                case "weights": c = c with { Weights = Array(ref r, Number) }; return true;
                case "biases": c = c with { Biases = Array(ref r, Number) }; return true;
                case "curves": c = c with { Curves = Array(ref r, Curve) }; return true;
                case "examples": c = c with { Examples = Integer(ref r) }; return true;
                case "log_loss":
                    var losses = new OrderedDictionary<string, double>(StringComparer.Ordinal);
                    Object(ref r, (ref l, key) => { losses[key] = Number(ref l); return true; });
                    c = c with { LogLoss = losses };
                    return true;
                case "nonconformity": c = c with { Nonconformity = Array(ref r, Number) }; return true;
                default: return false;
            }
        });
        return c with { Method = method ?? throw Missing("calibration.method") };
    }

    private static IsotonicCurve Curve(ref Utf8JsonReader reader)
    {
        var c = new IsotonicCurve([], []);
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "x": c = c with { X = Array(ref r, Number) }; return true;
                case "y": c = c with { Y = Array(ref r, Number) }; return true;
                default: return false;
            }
        });
        return c;
    }

    private static CleanRecipe Clean(ref Utf8JsonReader reader)
    {
        var c = new CleanRecipe();
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "html_entities": c = c with { HtmlEntities = Flag(ref r) }; return true;
                case "unicode": c = c with { Unicode = Text(ref r) }; return true;
                case "full_width": c = c with { FullWidth = Flag(ref r) }; return true;
                case "control_characters": c = c with { ControlCharacters = Flag(ref r) }; return true;
                case "whitespace": c = c with { Whitespace = Flag(ref r) }; return true;
                default: return false;
            }
        });
        return c;
    }

    private static NgramRecipe Ngrams(ref Utf8JsonReader reader)
    {
        var n = new NgramRecipe();
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "words": n = n with { Words = Integer(ref r) }; return true;
                case "characters": n = n with { Characters = Integer(ref r) }; return true;
                case "min_characters": n = n with { MinCharacters = Integer(ref r) }; return true;
                case "buckets": n = n with { Buckets = Integer(ref r) }; return true;
                case "naive_bayes": n = n with { NaiveBayes = Number(ref r) }; return true;
                default: return false;
            }
        });
        return n;
    }

    private static FeatureRecipe Features(ref Utf8JsonReader reader)
    {
        var f = new FeatureRecipe();
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "templates": f = f with { Templates = Array(ref r, Text) }; return true;
                case "buckets": f = f with { Buckets = Integer(ref r) }; return true;
                case "lexicon": f = f with { Lexicon = Text(ref r) }; return true;
                default: return false;
            }
        });
        return f;
    }

    private static PrecisionManifest Precision(ref Utf8JsonReader reader)
    {
        string? name = null, file = null;
        int? bits = null;
        var p = new PrecisionManifest { Name = "", File = "", WeightBits = 8 };
        Object(ref reader, (ref r, key) =>
        {
            switch (key)
            {
                case "name": name = Text(ref r); return true;
                case "file": file = Text(ref r); return true;
                case "weight_bits": bits = Integer(ref r); return true;
                case "activations": p = p with { Activations = Text(ref r) }; return true;
                case "kept": p = p with { Kept = Array(ref r, Text) }; return true;
                case "instructions": p = p with { Instructions = Text(ref r) }; return true;
                case "runtime": p = p with { Runtime = Text(ref r) }; return true;
                default: return false;
            }
        });
        return p with
        {
            Name = name ?? throw Missing("precision.name"),
            File = file ?? throw Missing("precision.file"),
            WeightBits = bits ?? throw Missing("precision.weight_bits"),
        };
    }

    private static Score Score(ref Utf8JsonReader reader)
    {
        var s = new Score("", "", "", "", double.NaN, double.NaN, double.NaN, 0, null);
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "task": s = s with { Task = Text(ref r) }; return true;
                case "dataset": s = s with { Dataset = Text(ref r) }; return true;
                case "split": s = s with { Split = Text(ref r) }; return true;
                case "metric": s = s with { Metric = Text(ref r) }; return true;
                case "value": s = s with { Value = Number(ref r) }; return true;
                case "low": s = s with { Low = Number(ref r) }; return true;
                case "high": s = s with { High = Number(ref r) }; return true;
                case "support": s = s with { Support = Integer(ref r) }; return true;
                case "seed": s = s with { Seed = r.TokenType == JsonTokenType.Null ? null : Integer(ref r) }; return true;
                default: return false;
            }
        });
        return s;
    }

    private static SelfTest SelfTest(ref Utf8JsonReader reader)
    {
        var t = new SelfTest("", null, [], 0);
        Object(ref reader, (ref r, name) =>
        {
            switch (name)
            {
                case "text": t = t with { Text = Text(ref r) }; return true;
                case "pair": t = t with { Pair = r.TokenType == JsonTokenType.Null ? null : Text(ref r) }; return true;
                case "logits": t = t with { Logits = Array(ref r, Single) }; return true;
                case "tolerance": t = t with { Tolerance = Single(ref r) }; return true;
                default: return false;
            }
        });
        return t;
    }

    private delegate T Value<T>(ref Utf8JsonReader reader);

    private static void Object(ref Utf8JsonReader reader, Entry entry)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Wrong("an object", reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (!entry(ref reader, name)) reader.Skip();
        }
    }

    private static List<T> Array<T>(ref Utf8JsonReader reader, Value<T> value)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw Wrong("a list", reader);
        var list = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) list.Add(value(ref reader));
        return list;
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong("a text", reader);

    private static bool Flag(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw Wrong("true or false", reader);

    private static int Integer(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : throw Wrong("a whole number", reader);

    private static float Single(ref Utf8JsonReader reader) => (float)Number(ref reader);

    // NaN and the infinities are written as texts.
    private static double Number(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String when reader.ValueTextEquals("NaN"u8) => double.NaN,
        JsonTokenType.String when reader.ValueTextEquals("Infinity"u8) => double.PositiveInfinity,
        JsonTokenType.String when reader.ValueTextEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => throw Wrong("a number", reader),
    };

    private static JsonException Missing(string name) => new($"'{name}' is missing.");

    private static JsonException Wrong(string expected, Utf8JsonReader reader) => new($"{expected} is expected at byte {reader.TokenStartIndex}, found {reader.TokenType}.");
}
