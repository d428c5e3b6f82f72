namespace FineGrain.Core;

/// <summary>
/// Something the user can mend: a recipe, a data file, a model folder, an argument. The message says what is wrong, what was found,
/// what is allowed and what to do; <see cref="Where"/> says where. The command line prints it and exits with 1.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An error without a position.</summary>
    public InputException(string message) : base(message) { }

    /// <summary>An error at <paramref name="where"/> (<c>file:line</c>, <c>file:line:column</c>, a JSON path or an example id).</summary>
    public InputException(string where, string message) : base($"{where}: {message}") => Where = where;

    /// <summary>The same with the exception that revealed it.</summary>
    public InputException(string where, string message, Exception inner) : base($"{where}: {message}", inner) => Where = where;

    /// <summary>The position, or null where there is none.</summary>
    public string? Where { get; }
}
