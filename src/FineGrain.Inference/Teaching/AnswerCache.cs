using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FineGrain.Core;

namespace FineGrain.Inference.Teaching;

/// <summary>
/// Logits of one teacher on disk, by text: a large teacher answers each text once in its life. The file is only a cache: a damaged one is asked anew, and of two
/// processes that write it the last one wins.
/// </summary>
internal sealed class AnswerCache
{
    private const uint Magic = 0x31414746; // "FGA1"
    private const int KeyBytes = 16;
    private readonly string path;
    private readonly int columns;
    private readonly Dictionary<UInt128, float[]> answers = [];
    private bool changed;

    /// <summary>Opens the cache of the teacher with <paramref name="hash"/>.</summary>
    /// <param name="folder">Folder of all teachers' files.</param>
    /// <param name="hash">What decides the teacher's answers, as a file name.</param>
    /// <param name="columns">Logits of an answer.</param>
    public AnswerCache(string folder, string hash, int columns)
    {
        path = Path.Combine(folder, $"{hash}.answers");
        this.columns = columns;
        if (File.Exists(path)) Read(File.ReadAllBytes(path));
    }

    /// <summary>The logits for a text, or null when the teacher was never asked.</summary>
    public float[]? Find(Example example) => answers.GetValueOrDefault(Key(example));

    /// <summary>Remembers an answer.</summary>
    public void Add(Example example, float[] logits)
    {
        answers[Key(example)] = logits;
        changed = true;
    }

    /// <summary>Writes what is new.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public void Save()
    {
        if (!changed) return;
        FileWriting.Atomically(path, stream =>
        {
            Span<byte> head = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], columns);
            stream.Write(head);
            var entry = new byte[EntryBytes];
            foreach (var (key, logits) in answers)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(entry, key);
                for (var i = 0; i < columns; i++) BinaryPrimitives.WriteSingleLittleEndian(entry.AsSpan(KeyBytes + (4 * i)), logits[i]);
                stream.Write(entry);
            }
        });
        changed = false;
    }

    private int EntryBytes => KeyBytes + (4 * columns);

    private void Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic || BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) != columns) return;
        for (var rest = bytes[8..]; rest.Length >= EntryBytes; rest = rest[EntryBytes..])
        {
            var logits = new float[columns];
            for (var i = 0; i < columns; i++) logits[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(KeyBytes + (4 * i))..]);
            if (logits.All(float.IsFinite)) answers[BinaryPrimitives.ReadUInt128LittleEndian(rest)] = logits;
        }
    }

    /// <summary>The first half of SHA-256 over the UTF-16 units of the text and, after a unit that no text ends with, of the pair.</summary>
    private static UInt128 Key(Example example)
    {
        var joined = example.Pair is null ? example.Text : $"{example.Text}\0\uFFFF{example.Pair}";
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(joined.AsSpan())));
    }
}
