using System.Buffers.Binary;
using FineGrain.Core;
using FineGrain.Onnx.Messages;
using Google.Protobuf;

namespace FineGrain.Onnx;

/// <summary>
/// An ONNX file without its large constants: the same network, in which each of them is said to lie in the file (external data of onnx.proto). Who runs it reads them to where he wants them,
/// once for several sessions.
/// </summary>
/// <param name="Bytes">The network as an ONNX file of its own, which names the one that was read without its folder.</param>
/// <param name="Constants">The constants that it lacks.</param>
public sealed record NetworkOutline(byte[] Bytes, IReadOnlyList<FileConstant> Constants)
{
    /// <summary>Bytes from which on a constant is large. What a runtime looks into when it rewrites a graph is smaller.</summary>
    public const int Large = 16_384;

    /// <summary>Reads a file but for its large constants.</summary>
    /// <param name="file">The file, from its beginning; it stays open.</param>
    /// <exception cref="InputException">It is no message of protobuf, as ONNX files are.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static NetworkOutline Read(FileStream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new Reader(file).Read();
    }

    /// <summary>Copies fields and enters the messages on the way to the large constants. Lengths stand before what they measure, so an inner message is copied before its field is.</summary>
    private sealed class Reader(FileStream file)
    {
        private static readonly int[] Way = [7, 5, 9]; // ModelProto.graph, GraphProto.initializer, TensorProto.raw_data
        private readonly List<FileConstant> constants = [];

        public NetworkOutline Read() => new(Message(file.Length, Way), constants);

        private byte[] Message(long end, ReadOnlySpan<int> way)
        {
            using var copy = new MemoryStream();
            using var output = new CodedOutputStream(copy);
            (long Offset, int Length)? left = null;
            while (file.Position < end)
            {
                var tag = Varint(end);
                var type = (WireFormat.WireType)(tag & 7);
                if (type != WireFormat.WireType.LengthDelimited)
                {
                    output.WriteUInt64(tag);
                    if (type == WireFormat.WireType.Varint) output.WriteUInt64(Varint(end));
                    else if (type == WireFormat.WireType.Fixed64) output.WriteFixed64(BinaryPrimitives.ReadUInt64LittleEndian(Next(sizeof(ulong), end)));
                    else if (type == WireFormat.WireType.Fixed32) output.WriteFixed32(BinaryPrimitives.ReadUInt32LittleEndian(Next(sizeof(uint), end)));
                    else throw Damaged();
                    continue;
                }
                var length = Varint(end);
                if (length > Math.Min(int.MaxValue, (ulong)(end - file.Position))) throw Damaged(); // a message has 2 GB at most
                var onWay = !way.IsEmpty && tag >> 3 == (ulong)way[0];
                if (onWay && way.Length == 1 && length >= Large)
                {
                    left = (file.Position, (int)length);
                    file.Position += (long)length;
                    continue;
                }
                output.WriteUInt64(tag);
                output.WriteBytes(UnsafeByteOperations.UnsafeWrap(onWay && way.Length > 1 ? Message(file.Position + (long)length, way[1..]) : Next((int)length, end)));
            }
            output.Flush();
            return left is { } constant ? Leave(copy.ToArray(), constant.Offset, constant.Length) : copy.ToArray();
        }

        private byte[] Leave(byte[] fields, long offset, int length)
        {
            var tensor = new TensorProto();
            try
            {
                tensor.MergeFrom(fields);
            }
            catch (InvalidProtocolBufferException)
            {
                throw Damaged();
            }
            constants.Add(new(tensor.Name, tensor.Type, [.. tensor.Dims], offset, length));
            tensor.Elsewhere(Path.GetFileName(file.Name), offset, length);
            return tensor.ToByteArray();
        }

        private ulong Varint(long end)
        {
            ulong value = 0;
            for (var shift = 0; shift < 64; shift += 7)
            {
                var next = file.Position < end ? file.ReadByte() : -1;
                if (next < 0) break;
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return value;
            }
            throw Damaged();
        }

        private byte[] Next(int count, long end)
        {
            if (count > end - file.Position) throw Damaged();
            var bytes = new byte[count];
            file.ReadExactly(bytes);
            return bytes;
        }

        private InputException Damaged() => new(file.Name, $"is not an ONNX model, or damaged: what stands before byte {file.Position} is no message. Copy the file again or write it anew.");
    }
}
