using FineGrain.Core;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FineGrain.Feedback.Store;

/// <summary>Where a store is: a SQLite file, or PostgreSQL by its connection string.</summary>
/// <param name="Text">A path, or a connection string such as <c>Host=db;Database=finegrain;Username=ann</c>.</param>
internal sealed record StorePlace(string Text)
{
    public bool IsPostgres => Text.Contains('=', StringComparison.Ordinal) && Text.Split(';').Any(part => part.TrimStart().StartsWith("host=", StringComparison.OrdinalIgnoreCase));

    /// <summary>The place without a password, for messages.</summary>
    public string Name => IsPostgres ? string.Join(';', Text.Split(';').Where(p => !p.TrimStart().StartsWith("password", StringComparison.OrdinalIgnoreCase) && !p.TrimStart().StartsWith("pwd", StringComparison.OrdinalIgnoreCase))) : Text;

    public DbContextOptions<StoreContext> Options()
    {
        var builder = new DbContextOptionsBuilder<StoreContext>();
        if (IsPostgres) return builder.UseNpgsql(Text).Options;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(Text)) is { } folder) Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(Text, $"the folder of the store cannot be made: {e.Message}", e);
        }
        // A pooled connection would keep the file open after the store is closed.
        return builder.UseSqlite(new SqliteConnectionStringBuilder { DataSource = Text, DefaultTimeout = 30, Pooling = false }.ToString()).Options;
    }
}
