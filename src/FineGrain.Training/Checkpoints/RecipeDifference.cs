using System.Text.Json;
using System.Text.Json.Nodes;
using FineGrain.Core.Recipes;

namespace FineGrain.Training.Checkpoints;

/// <summary>The keys in which two training recipes differ, for the message that refuses a checkpoint.</summary>
internal static class RecipeDifference
{
    /// <summary>One line a key: <c>training.optimizer.learning_rate: 0.001 in the checkpoint, 0.002 now</c>.</summary>
    public static IReadOnlyList<string> Between(TrainingRecipe then, TrainingRecipe now)
    {
        var (before, after) = (Leaves(then), Leaves(now));
        return [.. before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key))
            .Select(key => $"{key}: {before.GetValueOrDefault(key, "absent")} in the checkpoint, {after.GetValueOrDefault(key, "absent")} now")];
    }

    private static Dictionary<string, string> Leaves(TrainingRecipe recipe)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Walk("training", JsonSerializer.SerializeToNode(recipe, CheckpointJson.Default.TrainingRecipe));
        return leaves;

        void Walk(string path, JsonNode? node)
        {
            if (node is JsonObject section)
                foreach (var (key, value) in section) Walk($"{path}.{key}", value);
            else leaves[path] = node?.ToJsonString() ?? "null";
        }
    }
}
