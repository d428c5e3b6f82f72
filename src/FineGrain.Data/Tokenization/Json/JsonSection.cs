using System.Text.Json;
using FineGrain.Core;

namespace FineGrain.Data.Tokenization.Json;

/// <summary>One object of a tokenizer.json with its path, so that every complaint says where.</summary>
internal readonly struct JsonSection(JsonElement element, string file, string path)
{
    public JsonElement Element { get; } = element;

    /// <summary>file: path, for errors.</summary>
    public string Where => path.Length == 0 ? file : $"{file}: {path}";

    /// <summary>The value of <c>type</c>; the models of old files leave it out.</summary>
    public string? Type => Has("type") ? Text("type") : null;

    public bool Has(string key) => Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null;

    public JsonSection At(string key) => Has(key)
        ? new(Element.GetProperty(key), file, path.Length == 0 ? key : $"{path}.{key}")
        : throw new InputException(Where, $"the key '{key}' is missing.");

    public IEnumerable<JsonSection> Items(string key)
    {
        var list = At(key);
        if (list.Element.ValueKind != JsonValueKind.Array) throw new InputException(list.Where, $"is {Name(list.Element)}, not a list.");
        var i = 0;
        foreach (var item in list.Element.EnumerateArray()) yield return new(item, file, $"{list.Path}[{i++}]");
    }

    public string Text(string key, string? otherwise = null)
    {
        if (otherwise is not null && !Has(key)) return otherwise;
        var value = At(key);
        return value.Element.ValueKind == JsonValueKind.String ? value.Element.GetString()! : throw new InputException(value.Where, $"is {Name(value.Element)}, not a text.");
    }

    public bool Flag(string key, bool otherwise)
    {
        if (!Has(key)) return otherwise;
        var value = At(key);
        return value.Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new InputException(value.Where, $"is {Name(value.Element)}, not true or false."),
        };
    }

    public int Number(string key, int? otherwise = null)
    {
        if (otherwise is { } given && !Has(key)) return given;
        return At(key).AsNumber();
    }

    public int AsNumber() => Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out var number)
        ? number
        : throw new InputException(Where, $"is {Name(Element)}, not a whole number.");

    public InputException Unsupported(string stage, params string[] known) =>
        new(Where, $"{stage} '{Type}' is not supported. {Nearest.Hint(Type ?? "", known)}");

    private string Path => path;

    private static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => $"the number {element.GetRawText()}",
        JsonValueKind.True or JsonValueKind.False => element.GetRawText(),
        _ => "empty",
    };
}
