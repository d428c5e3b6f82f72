namespace FineGrain.Feedback.Tuning;

/// <summary>Fills a study: asks the sampler or successive halving for work, keeps a number of trainings running, notes each as it ends.</summary>
/// <param name="study">The study.</param>
/// <param name="sampler">Proposes settings.</param>
/// <param name="halving">Prunes; null trains every setting in full.</param>
/// <param name="train">Trains a setting at a rung; called on several threads at once.</param>
public sealed class StudyLoop(Study study, ISampler sampler, SuccessiveHalving? halving, Func<Trial, Trial> train)
{
    /// <summary>Runs until so many settings have begun and every earned rung is trained.</summary>
    /// <param name="settings">Number of settings in all, those of earlier processes included.</param>
    /// <param name="jobs">Trainings at once.</param>
    /// <param name="budget">No new training begins after this; null for no limit.</param>
    /// <param name="each">Gets each finished trial.</param>
    /// <param name="stop">Begins nothing new; the trainings are expected to stop by themselves.</param>
    public void Run(int settings, int jobs, TimeSpan? budget, Action<Trial> each, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        var begun = study.Trials.Select(t => (t.Number, t.Rung)).ToHashSet();
        var running = new List<Task<Trial>>();
        while (true)
        {
            while (running.Count < jobs && !stop.IsCancellationRequested && (budget is not { } limit || TimeProvider.System.GetElapsedTime(started) < limit) && Next(settings, begun) is { } next)
            {
                begun.Add((next.Number, next.Rung));
                running.Add(Task.Run(() => train(next), CancellationToken.None));
            }
            if (running.Count == 0) break;
            var ended = running[Task.WaitAny([.. running], CancellationToken.None)];
            running.Remove(ended);
            var trial = ended.GetAwaiter().GetResult();
            if (stop.IsCancellationRequested) continue; // half-trained: it will be trained again
            study.Add(trial);
            each(trial);
        }
        stop.ThrowIfCancellationRequested();
    }

    private Trial? Next(int settings, HashSet<(int Number, int Rung)> begun)
    {
        if (halving?.Promotable(study.Trials, begun) is { } earned) return new() { Number = earned.Number, Rung = earned.Rung + 1, Values = earned.Values };
        var number = begun.Count == 0 ? 1 : begun.Max(b => b.Number) + 1;
        // A setting that was under way when the process died left its number free.
        for (var n = 1; n < number; n++)
            if (!begun.Contains((n, 0))) number = n;
        return number > settings ? null : new() { Number = number, Values = sampler.Next(study.Parameters, study.Latest, number) };
    }
}
