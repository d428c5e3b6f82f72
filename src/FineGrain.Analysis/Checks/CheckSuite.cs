namespace FineGrain.Analysis.Checks;

/// <summary>Behavioural tests of one language and task (Ribeiro et al. 2020, "Beyond Accuracy"): what a model must be able to do, each ability with its cases.</summary>
/// <param name="Name">Name of the suite.</param>
/// <param name="Tests">Its tests, in order.</param>
public sealed record CheckSuite(string Name, IReadOnlyList<CheckTest> Tests);

/// <summary>One behavioural test.</summary>
public sealed record CheckTest
{
    /// <summary>What is tested, in a sentence.</summary>
    public required string Name { get; init; }

    /// <summary>The ability that it belongs to, such as negation.</summary>
    public required string Capability { get; init; }

    /// <summary>minimum (the right label), invariance (a change that must not matter) or direction (a change that must push one way).</summary>
    public required string Kind { get; init; }

    /// <summary>The cases; at least one.</summary>
    public required IReadOnlyList<CheckCase> Cases { get; init; }

    /// <summary>Share of failures up to which the test counts as met; null where the suite sets none, so that there is nothing to meet.</summary>
    public double? Limit { get; init; }
}

/// <summary>One case.</summary>
/// <param name="Texts">One text for a minimum test; the text and then its changed forms otherwise.</param>
/// <param name="Expected">What must hold.</param>
public sealed record CheckCase(IReadOnlyList<string> Texts, CheckExpectation Expected);

/// <summary>What must hold of a case.</summary>
public sealed record CheckExpectation
{
    /// <summary>Minimum: the labels that are right; empty otherwise.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Direction: the label whose probability is watched; empty watches the label that the first text got.</summary>
    public string Watched { get; init; } = "";

    /// <summary>Direction: +1 where the probability may not fall, −1 where it may not rise; 0 otherwise.</summary>
    public int Sign { get; init; }

    /// <summary>Direction: how far it may go the wrong way; negative: how far it must go the right way.</summary>
    public double Tolerance { get; init; }
}
