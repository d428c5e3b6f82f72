using Microsoft.EntityFrameworkCore;

namespace FineGrain.Feedback.Store;

/// <summary>The two tables: the history, and the corrections as it leaves them.</summary>
internal sealed class StoreContext(DbContextOptions<StoreContext> options) : DbContext(options)
{
    public DbSet<EventRow> Events => Set<EventRow>();

    public DbSet<CorrectionRow> Corrections => Set<CorrectionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EventRow>(row =>
        {
            row.ToTable("history").HasKey(e => e.Number);
            row.Property(e => e.Number).HasColumnName("number").ValueGeneratedOnAdd();
            row.Property(e => e.CorrectionId).HasColumnName("correction_id");
            row.Property(e => e.ExampleId).HasColumnName("example_id");
            row.Property(e => e.Action).HasColumnName("action").HasConversion<string>();
            row.Property(e => e.Author).HasColumnName("author");
            row.Property(e => e.UnixMilliseconds).HasColumnName("time");
            row.Property(e => e.Reason).HasColumnName("reason");
            row.Property(e => e.Payload).HasColumnName("payload");
            row.HasIndex(e => e.CorrectionId);
            row.HasIndex(e => e.ExampleId);
        });
        modelBuilder.Entity<CorrectionRow>(row =>
        {
            row.ToTable("corrections").HasKey(c => c.Id);
            row.Property(c => c.Id).HasColumnName("id");
            row.Property(c => c.ExampleId).HasColumnName("example_id");
            row.Property(c => c.State).HasColumnName("state").HasConversion<string>();
            row.Property(c => c.Revision).HasColumnName("revision");
            row.HasIndex(c => c.ExampleId);
            row.HasIndex(c => c.State);
        });
    }
}
