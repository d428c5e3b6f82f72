using FineGrain.Core;
using FineGrain.Core.Spans;
using FineGrain.Inference.Teaching;
using FineGrain.Training.Distillation;

namespace FineGrain.Cli.Pipeline;

/// <summary>
/// How teachers of spans teach: texts without gold get the spans that most teachers mark, and where teachers and student tell spans by the same tags of the same units, the student learns
/// the teachers' logits of every unit too.
/// </summary>
/// <param name="prepared">The student's data and encoder.</param>
/// <param name="teachers">The teachers.</param>
/// <param name="cache">Folder of their cached answers.</param>
internal sealed class SpanTeaching(Preparation prepared, IReadOnlyList<Teacher> teachers, string cache)
{
    private readonly SpanManifest spans = prepared.Spans!;

    /// <summary>Whether logits of teachers and student mean the same: tags of one scheme over labels in one order.</summary>
    public bool SameTags => spans.Head != "biaffine" && teachers.All(t =>
        t.Manifest.Spans is { } theirs && theirs.Head != "biaffine" && theirs.Scheme == spans.Scheme && t.Manifest.Labels.SequenceEqual(prepared.Data.Labels.Names));

    /// <summary>The examples, those behind the first <paramref name="labelled"/> with the teachers' spans for gold.</summary>
    public List<Example> Marked(List<Example> examples, int labelled, CancellationToken stop)
    {
        if (examples.Count == labelled) return examples;
        var bare = examples[labelled..];
        var marks = teachers.Select(t => t.Mark(bare, cache, null, stop)).ToList();
        return [.. examples[..labelled], .. bare.Select((e, i) => WithSpans(e, Teacher.Agreed([.. marks.Select(m => m[i])])))];
    }

    /// <summary>The teachers' logits, or null where teachers and student score other units or tags.</summary>
    /// <param name="examples">The training examples.</param>
    /// <param name="answers">What each teacher says to them.</param>
    public Lessons? Lessons(IReadOnlyList<Example> examples, IReadOnlyList<float[][]> answers)
    {
        if (answers.Count == 0) return null;
        var tags = new TagSet(spans.Scheme, prepared.Data.Labels.Names).Count;
        for (var i = 0; i < examples.Count; i++)
        {
            var units = prepared.Encoder.Encode(examples[i]).Units.Length;
            foreach (var teacher in answers)
                if (teacher[i].Length != units * tags)
                    throw new InputException("distillation.teachers", $"a teacher cuts '{examples[i].Id}' into {teacher[i].Length / tags} units, the student into {units}. Give the student the teacher's tokenizer (tokenizer.kind: file), cleaning and max_length.");
        }
        return new() { Answers = Teacher.Mean(answers, prepared.Recipe.Target), Labelled = examples.Count, Tags = tags };
    }

    private Example WithSpans(Example example, IReadOnlyList<Span> marked) => spans.Layer == "aspects" ? example with { Aspects = marked } : example with { Entities = marked };
}
