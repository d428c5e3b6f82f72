namespace FineGrain.Analysis.Checks;

/// <summary>Chinese characters beside their traditional form, and beside the one of the same sound for which they are often mistyped.</summary>
internal static class CharacterTable
{
    /// <summary>Simplified to traditional, for characters whose traditional form does not depend on the word.</summary>
    public static Dictionary<char, char> Traditional { get; } = Read("traditional.txt");

    public static Dictionary<char, char> Homophones { get; } = Read("homophones.txt");

    /// <summary>Pairs of characters, separated by blanks and line ends.</summary>
    private static Dictionary<char, char> Read(string name)
    {
        using var reader = new StreamReader(typeof(CharacterTable).Assembly.GetManifestResourceStream($"checks.{name}")!);
        return reader.ReadToEnd().Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToDictionary(pair => pair[0], pair => pair[1]);
    }
}
