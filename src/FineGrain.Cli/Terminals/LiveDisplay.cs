using System.Globalization;
using FineGrain.Training;
using Spectre.Console;

namespace FineGrain.Cli.Terminals;

/// <summary>A table that is redrawn in place while the loop runs: progress, loss curve, speed, time left, dev metric.</summary>
internal sealed class LiveDisplay(IAnsiConsole console) : IRunDisplay
{
    private const int Width = 48;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(150);

    public void Say(string line) => console.WriteLine(line);

    public void Watch(string title, IEnumerable<StepReport> steps, Action<StepReport> each)
    {
        var pace = new Pace();
        var losses = new List<double>();
        var dev = new List<DevEvaluation>();
        console.Live(new Text($"{title}  starting …")).AutoClear(true).Start(context =>
        {
            var shown = TimeSpan.MinValue;
            foreach (var step in steps)
            {
                each(step);
                pace.Add(step);
                losses.Add(step.Loss);
                if (step.Evaluation is { } evaluation) dev.Add(evaluation);
                if (step.Evaluation is null && pace.Spent - Frame < shown) continue;
                shown = pace.Spent;
                context.UpdateTarget(Draw(title, step, pace, losses, dev));
                context.Refresh();
            }
        });
        if (losses.Count == 0) return;
        var kept = dev.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $", kept dev {dev[^1].Metric} {dev[^1].Best:0.0000} at step {dev[^1].BestStep}") : "";
        Say(string.Create(CultureInfo.InvariantCulture, $"{title}  {losses.Count} steps in {Pace.Words(pace.Spent)}, loss {pace.Loss:0.0000}{kept}"));
    }

    private static Panel Draw(string title, StepReport step, Pace pace, List<double> losses, List<DevEvaluation> dev)
    {
        var done = (int)((long)Width * step.Step / step.TotalSteps);
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap());
        grid.AddRow(new Text("step"), new Markup($"[green]{new string('━', done)}[/][grey]{new string('━', Width - done)}[/]"), Cell($"{step.Step} of {step.TotalSteps}, epoch {step.Epoch}"));
        grid.AddRow(new Text("loss"), new Markup($"[yellow]{Sparkline.Of(losses, Width)}[/]"), Cell($"{pace.Loss:0.0000}"));
        if (dev.Count > 0)
            grid.AddRow(new Text($"dev {dev[^1].Metric}"), new Markup($"[aqua]{Sparkline.Of([.. dev.Select(d => d.Value)], Width)}[/]"), Cell($"{dev[^1].Value:0.0000}, kept {dev[^1].Best:0.0000}"));
        grid.AddRow(new Text("pace"), Cell($"{pace.TokensPerSecond:0} tokens/s, learning rate {step.LearningRate:0.00e+0}"), Cell($"{Pace.Words(pace.Spent)} spent, {Pace.Words(pace.Left)} left"));
        return new Panel(grid).Header(Markup.Escape(title)).Border(BoxBorder.Rounded);
    }

    private static Text Cell(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}
