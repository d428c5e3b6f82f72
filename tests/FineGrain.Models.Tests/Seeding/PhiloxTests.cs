using System.Runtime.Intrinsics.X86;
using FineGrain.Models.Seeding;

namespace FineGrain.Models.Tests.Seeding;

public sealed class PhiloxTests
{
    /// <summary>The vectors of the authors' library Random123, file kat_vectors, philox4x32 with 10 rounds.</summary>
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Blocks_equal_the_known_answers(ulong key, ulong low, ulong high, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(key, low, high));

    [Fact]
    public void Vectors_and_plain_numbers_give_the_same_mask()
    {
        Assert.SkipUnless(Avx2.IsSupported, "this processor has no AVX2; only the plain path exists here");
        var (plain, vector) = (new float[64], new float[64]);
        for (ulong block = 0; block < 1UL << 40; block = block * 3 + 8 & ~7UL)
        {
            Philox.FillGroup(plain, 6554, 1.1f, 0x4D41534B00000007, block, 99 << 8);
            Philox.FillGroupAvx2(vector, 6554, 1.1f, 0x4D41534B00000007, block, 99 << 8);
            Assert.Equal(plain, vector);
        }
    }

    [Fact]
    public void A_shorter_mask_is_the_beginning_of_a_longer_one()
    {
        var (shorter, longer) = (new float[1003], new float[1088]);
        Philox.FillMask(shorter, 20000, 1, 2);
        Philox.FillMask(longer, 20000, 1, 2);
        Assert.Equal(longer[..1003], shorter);
    }
}
