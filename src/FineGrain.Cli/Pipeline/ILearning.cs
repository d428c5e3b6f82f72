using FineGrain.Training;

namespace FineGrain.Cli.Pipeline;

/// <summary>What a pretraining learns: its loop, and what it leaves in the folder beside tokenizer and manifest.</summary>
internal interface ILearning : IDisposable
{
    /// <summary>Name of what is learned, for who watches.</summary>
    string Title { get; }

    /// <summary>Numbers of a vector.</summary>
    int Width { get; }

    /// <summary>Steps that were done before; 0 for a fresh run.</summary>
    int ResumedFrom { get; }

    /// <summary>Why the sequence of steps ended.</summary>
    RunEnd End { get; }

    /// <summary>Mean loss of a prediction: of vectors in the last epoch, of an encoder on texts that were held back.</summary>
    double Loss { get; }

    /// <summary>The loop.</summary>
    IEnumerable<StepReport> Steps(CancellationToken stop);

    /// <summary>Writes what was learned.</summary>
    void Write(string folder);
}
