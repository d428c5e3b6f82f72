using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;

namespace FineGrain.Core.Tests.Recipes;

public sealed class RecipeSchemaTests
{
    [Theory]
    [InlineData("recipe.schema.json")]
    [InlineData("pretrain.schema.json")]
    public void The_committed_schema_is_the_one_the_records_give(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FineGrain.slnx"))) folder = folder.Parent;
        Assert.SkipWhen(folder is null, "the tests run outside the source tree, where recipes/recipe.schema.json is not at hand");
        var path = Path.Combine(folder.FullName, "recipes", name);
        var schema = name == "recipe.schema.json" ? RecipeSchema.Generate() : RecipeSchema.GeneratePretrain();
        if (Environment.GetEnvironmentVariable("FINEGRAIN_UPDATE") == "1") File.WriteAllText(path, schema);
        Assert.True(File.ReadAllText(path) == schema, $"recipes/{name} is out of date; run this test with FINEGRAIN_UPDATE=1 and commit the file");
    }

    [Fact]
    public void Every_reference_has_its_definition()
    {
        var schema = JsonNode.Parse(RecipeSchema.Generate())!;
        var defined = schema["$defs"]!.AsObject().Select(d => "#/$defs/" + d.Key).ToHashSet();
        var references = References(schema).ToList();
        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.Contains(r, defined));
    }

    [Fact]
    public void A_family_allows_its_own_keys_and_no_others()
    {
        var mlp = JsonNode.Parse(RecipeSchema.Generate())!["$defs"]!["model-mlp"]!;
        Assert.Equal("mlp", (string?)mlp["properties"]!["family"]!["const"]);
        Assert.False((bool)mlp["additionalProperties"]!);
        Assert.NotNull(mlp["properties"]!["ngrams"]);
        Assert.Null(mlp["properties"]!["heads"]);
        Assert.Contains("family", mlp["required"]!.AsArray().Select(r => (string?)r));
    }

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => p.Key == "$ref" && p.Value!.GetValueKind() == JsonValueKind.String ? [(string)p.Value!] : References(p.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };
}
