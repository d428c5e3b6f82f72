namespace FineGrain.Data.Reading;

/// <summary>One line of a text file.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Text">The line without its ending.</param>
/// <param name="Ending">The line ending as it stands in the file: "\n", "\r\n" or, on the last line, "".</param>
internal readonly record struct TextLine(int Number, string Text, string Ending);
