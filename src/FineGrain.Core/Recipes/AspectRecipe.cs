namespace FineGrain.Core.Recipes;

/// <summary>How the aspect that is asked about enters the network.</summary>
public sealed record AspectRecipe
{
    /// <summary>Encoding.</summary>
    [RecipeKey("How the asked aspect enters: marked encloses it in the special tokens [T] and [/T]; masked puts [T] in its place, so that only its surroundings count; "
        + "located leaves the tokens as they are; pair gives the term as the second text. All but pair set the token type of the aspect's tokens to 1.", Allowed = ["marked", "masked", "located", "pair"])]
    public string Encoding { get; init; } = "marked";

    /// <summary>Near n-grams.</summary>
    [RecipeKey("Longest n-gram of tokens in the clause around the aspect (up to the nearest punctuation on each side), counted beside those of 'ngrams'; 0 for none.", Min = 0, Max = 6)]
    public int ClauseWords { get; init; } = 3;

    /// <summary>Window of near n-grams.</summary>
    [RecipeKey("Tokens on each side of the aspect whose n-grams, up to 'clause_words' long, count once more as near; 0 for none.", Min = 0, Max = 64)]
    public int NearTokens { get; init; } = 4;
}
