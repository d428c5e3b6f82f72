using FineGrain.Core;

namespace FineGrain.Data.Checking;

/// <summary>A split as it was read.</summary>
/// <param name="Name">train, dev or test.</param>
/// <param name="Examples">The rows that could be read.</param>
/// <param name="Bad">Why the others could not.</param>
/// <param name="Notes">What reading decided.</param>
internal sealed record SplitRows(string Name, IReadOnlyList<Example> Examples, IReadOnlyList<InputException> Bad, IReadOnlyList<string> Notes);
