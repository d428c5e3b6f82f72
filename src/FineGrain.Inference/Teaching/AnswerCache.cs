using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FineGrain.Core;

namespace FineGrain.Inference.Teaching;

/// <summary>
/// The answers of one teacher on disk, by what it was asked: a large teacher answers each text, pair or aspect of a text once in its life. An answer is a row of numbers: logits, or borders and labels of
/// spans. The file is only a cache: what is damaged is asked anew, and of two processes that write it the last one wins.
/// </summary>
internal sealed class AnswerCache
{
    private const uint Magic = 0x32414746; // "FGA2"
    private const int HeadBytes = 4, KeyBytes = 16, CountBytes = 4;
    private readonly string path;
    private readonly Dictionary<UInt128, float[]> answers = [];
    private bool changed;

    /// <summary>Opens a teacher's cache.</summary>
    /// <param name="folder">Folder of all teachers' files.</param>
    /// <param name="name">What decides the teacher's answers, as a file name.</param>
    public AnswerCache(string folder, string name)
    {
        path = Path.Combine(folder, $"{name}.answers");
        if (File.Exists(path)) Read(File.ReadAllBytes(path));
    }

    /// <summary>The answer to a text, or null when the teacher was never asked.</summary>
    public float[]? Find(Example example) => answers.GetValueOrDefault(Key(example));

    /// <summary>Remembers an answer.</summary>
    public void Add(Example example, float[] answer)
    {
        answers[Key(example)] = answer;
        changed = true;
    }

    /// <summary>Writes what is new.</summary>
    /// <exception cref="InputException">The place cannot be written.</exception>
    public void Save()
    {
        if (!changed) return;
        FileWriting.Atomically(path, stream =>
        {
            Span<byte> head = stackalloc byte[KeyBytes + CountBytes];
            BinaryPrimitives.WriteUInt32LittleEndian(head, Magic);
            stream.Write(head[..HeadBytes]);
            foreach (var (key, answer) in answers)
            {
                BinaryPrimitives.WriteUInt128LittleEndian(head, key);
                BinaryPrimitives.WriteInt32LittleEndian(head[KeyBytes..], answer.Length);
                stream.Write(head);
                var numbers = new byte[4 * answer.Length];
                for (var i = 0; i < answer.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(numbers.AsSpan(4 * i), answer[i]);
                stream.Write(numbers);
            }
        });
        changed = false;
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return;
        for (var rest = bytes[HeadBytes..]; rest.Length >= KeyBytes + CountBytes;)
        {
            var count = BinaryPrimitives.ReadInt32LittleEndian(rest[KeyBytes..]);
            var key = BinaryPrimitives.ReadUInt128LittleEndian(rest);
            rest = rest[(KeyBytes + CountBytes)..];
            if (count < 0 || rest.Length / 4 < count) return;
            var answer = new float[count];
            for (var i = 0; i < count; i++) answer[i] = BinaryPrimitives.ReadSingleLittleEndian(rest[(4 * i)..]);
            if (answer.All(float.IsFinite)) answers[key] = answer;
            rest = rest[(4 * count)..];
        }
    }

    /// <summary>The first half of SHA-256 over the UTF-16 units of the text and, each after a unit that no text has, of the pair and of the asked aspect's place.</summary>
    private static UInt128 Key(Example example)
    {
        var joined = example.Pair is null ? example.Text : $"{example.Text}\0\uFFFF{example.Pair}";
        if (example.Asked is { } asked) joined = $"{joined}\0\uFFFE{asked.Start} {asked.End}";
        return BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(MemoryMarshal.AsBytes(joined.AsSpan())));
    }
}
