using System.Globalization;
using FineGrain.Cli.Terminals;
using FineGrain.Core;
using FineGrain.Inference;

namespace FineGrain.Cli.Compressing;

/// <summary>Compression by the steps that the user named.</summary>
internal static class Stepping
{
    /// <summary>Points that bytes may cost where the user says nothing.</summary>
    public const double QuantizationDrop = 0.3;

    /// <summary>Makes the network, quantizes it where asked, judges it and puts it into place.</summary>
    public static int Run(ModelSource source, CompressionPlan plan, string output, double? maxDrop, int threads, IRunDisplay display, Terminal terminal)
    {
        using var work = new WorkFolder(output, [source.Folder.FolderPath, .. plan.Teachers]);
        try
        {
            var floats = new NetworkWork(source, plan).Make(work[Key(source, plan)], display, terminal.Stop);
            var served = work["served"];
            var dev = source.Data.Dev;
            if (Shipping.Write(floats, served, plan.Precision, dev, maxDrop ?? QuantizationDrop, terminal.Stop) is { } report)
                foreach (var line in QuantizationLines.Of(report, ModelFolder.Open(floats), dev.Count, scored: true)) display.Say(line);
            if (dev.Count > 0)
            {
                var judgement = Judgement.Of(Judgement.Answers(source.Folder.FolderPath, dev, terminal.Stop), served, dev, terminal.Stop);
                foreach (var line in Lines(judgement, Cost.Of([source.Folder.FolderPath, served], dev, threads, terminal.Stop))) display.Say(line);
                if (maxDrop is { } most && judgement.Drop > most)
                    throw new InputException("--max-drop", string.Create(CultureInfo.InvariantCulture,
                        $"the result loses {judgement.Drop:0.00} points of {judgement.Metric} on dev, {most:0.##} were allowed; nothing was written. Its state is kept in {work.Location}."));
            }
            Shipping.Copy(ModelFolder.Open(served), output);
            work.Remove();
            display.Say($"written    {output}");
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"Stopped; the state is kept in {work.Location}. Go on with the same command.");
            return ExitCode.Stopped;
        }
    }

    private static IEnumerable<string> Lines(Judgement j, Cost[] speeds)
    {
        var (before, after) = (speeds[0], speeds[1]);
        yield return string.Create(CultureInfo.InvariantCulture, $"score      {j.Metric} {j.Before:0.00} to {j.After:0.00}: {-j.Drop:+0.00;-0.00;±0.00} points [{j.Low:+0.0;-0.0;0.0}, {j.High:+0.0;-0.0;0.0}], p {j.PValue:0.000}, {100 * j.After / j.Before:0.0} % of it, on {j.Support} dev examples");
        yield return string.Create(CultureInfo.InvariantCulture, $"size       {before.Bytes / 1e6:0.00} MB to {after.Bytes / 1e6:0.00} MB, {(double)before.Bytes / after.Bytes:0.0} times smaller");
        yield return string.Create(CultureInfo.InvariantCulture, $"speed      {before.PerSecond:0} to {after.PerSecond:0} texts a second, {after.PerSecond / before.PerSecond:0.0} times faster; one text p50 {before.P50:0.000} to {after.P50:0.000} ms, p95 {before.P95:0.000} to {after.P95:0.000} ms");
    }

    /// <summary>Another plan or model must not go on from this one's state.</summary>
    private static string Key(ModelSource source, CompressionPlan plan) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes($"{source.Folder.Manifest.Files.GetValueOrDefault(ModelFolder.OnnxFile)} {source.Data.Hash} {plan.Network}")))[..12];
}
