using System.Globalization;
using System.Text;
using FineGrain.Core;

namespace FineGrain.Data.Spans.Brat;

/// <summary>Writes <c>format: brat</c>: NAME.txt and NAME.ann for each example, NAME being its id where that can be a file name, else a number.</summary>
internal sealed class BratWriter(string folder) : ISpanWriter
{
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private int written;

    public void Write(Example example)
    {
        if (example.Text.StartsWith('\uFEFF')) throw new FormatException("the text begins with a byte order mark, which a file does not keep");
        var annotations = new Annotations(example);
        var name = BratNames.NameOf(example.Id) is { } own && taken.Add(own) ? own : Numbered();
        written++;
        File.WriteAllText(Path.Combine(folder, $"{name}.txt"), example.Text);
        File.WriteAllText(Path.Combine(folder, $"{name}.ann"), annotations.ToString());
    }

    private string Numbered()
    {
        for (var number = written + 1; ; number++)
            if (string.Create(CultureInfo.InvariantCulture, $"{number:000000}") is var name && taken.Add(name)) return name;
    }

    /// <summary>The lines of one .ann file.</summary>
    private sealed class Annotations
    {
        private readonly StringBuilder lines = new();
        private readonly string text;
        private int bound, attributes, relations;

        public Annotations(Example example)
        {
            text = example.Text;
            foreach (var span in example.Entities) Bound(span.Label, span);
            var aspects = new Dictionary<Span, string>();
            foreach (var aspect in example.Aspects.Concat(example.Triplets.Where(t => t.HasAspect).Select(t => t.Aspect)))
                if (!aspects.ContainsKey(aspect)) aspects[aspect] = WithPolarity(Bound(BratAnnotations.Aspect, aspect), aspect.Label);
            var opinions = new Dictionary<Span, string>();
            foreach (var triplet in example.Triplets)
            {
                if (!triplet.HasAspect) WithPolarity(Bound(BratAnnotations.Opinion, triplet.Opinion), triplet.Polarity);
                else
                {
                    if (!opinions.TryGetValue(triplet.Opinion, out var opinion)) opinions[triplet.Opinion] = opinion = Bound(BratAnnotations.Opinion, triplet.Opinion);
                    Line($"R{++relations}\tJudged Arg1:{aspects[triplet.Aspect]} Arg2:{opinion}");
                }
            }
        }

        public override string ToString() => lines.ToString();

        private string Bound(string type, Span span)
        {
            if (type.Length == 0 || type.Any(char.IsWhiteSpace)) throw new FormatException($"label '{type}' cannot be a brat type: it is empty or has white space");
            var points = CodePoints.FromUtf16(text, span);
            Line($"T{++bound}\t{type} {points.Start} {points.End}\t{BratAnnotations.Shown(span.Slice(text))}");
            return $"T{bound}";
        }

        private string WithPolarity(string id, string polarity)
        {
            if (polarity.Length == 0 || polarity.Any(char.IsWhiteSpace)) throw new FormatException($"polarity '{polarity}' cannot be a brat attribute: it is empty or has white space");
            Line($"A{++attributes}\t{BratAnnotations.Polarity} {id} {polarity}");
            return id;
        }

        private void Line(string line) => lines.Append(line).Append('\n');
    }
}
