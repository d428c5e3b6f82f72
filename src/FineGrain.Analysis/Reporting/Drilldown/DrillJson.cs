using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Analysis.Reporting.Drilldown;

/// <summary>The numbers of the report as JSON, for other tools; examples stand in predictions.jsonl. Keys are snake_case; what is not finite is null.</summary>
public static class DrillJson
{
    /// <summary>Writes the file whole or not at all.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public static void Write(string path, DrillData data) => FileWriting.Atomically(path, stream => Write(stream, data));

    /// <summary>Writes to a stream, which stays open.</summary>
    public static void Write(Stream stream, DrillData data)
    {
        using var json = new Utf8JsonWriter(stream, new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("name", data.Name);
        json.WriteNumber("examples", data.Evaluation.Support);
        json.WriteStartArray("scores");
        foreach (var s in data.Evaluation.Scores)
        {
            json.WriteStartObject();
            json.WriteString("metric", s.Metric);
            Number("value", s.Value);
            Number("low", s.Low);
            Number("high", s.High);
            json.WriteNumber("support", s.Support);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (data.Risk is { } risk) Number("risk_coverage_area", risk.Area);
        Comparison();
        json.WriteNumber("slices_tried", data.Worst.Tried);
        Slices("weak_slices", data.Worst.Worst);
        Slices("slices", data.Slices);
        json.WriteEndObject();

        void Comparison()
        {
            if (data.Comparison is not { } c) return;
            json.WriteStartObject("comparison");
            json.WriteString("a", data.NameA);
            json.WriteString("b", data.NameB);
            json.WriteString("verdict", c.Verdict);
            json.WriteString("power", c.Power);
            if (c.McNemar is { } flips)
            {
                json.WriteNumber("mended", flips.Mended);
                json.WriteNumber("broken", flips.Broken);
            }
            json.WriteStartArray("metrics");
            foreach (var m in c.Metrics)
            {
                json.WriteStartObject();
                json.WriteString("metric", m.Metric);
                Number("a", m.A.Value);
                Number("b", m.B.Value);
                Number("difference", m.Difference);
                Number("low", m.Interval.Low);
                Number("high", m.Interval.High);
                Number("p", m.PValue);
                Number("p_adjusted", m.AdjustedPValue);
                Number("detectable", m.Detectable);
                json.WriteString("test", m.Test);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }

        void Slices(string name, IReadOnlyList<Slicing.SliceScore> slices)
        {
            json.WriteStartArray(name);
            foreach (var s in slices)
            {
                json.WriteStartObject();
                json.WriteString("where", s.Where);
                json.WriteString("kind", s.Kind);
                json.WriteNumber("support", s.Support);
                Number("score", s.Score);
                Number("low", s.Interval.Low);
                Number("high", s.Interval.High);
                Number("rest", s.Rest);
                Number("p", s.PValue);
                Number("p_adjusted", s.AdjustedPValue);
                Number("error_share", s.ErrorShare);
                Number("expected_gain", s.Gain);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }

        void Number(string name, double value)
        {
            if (double.IsFinite(value)) json.WriteNumber(name, value);
            else json.WriteNull(name);
        }
    }
}
