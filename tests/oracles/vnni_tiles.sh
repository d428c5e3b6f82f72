#!/usr/bin/env bash
# The functions of src/FineGrain.Inference/Kernels/VnniCode.cs from an independent assembler: the lengths and hashes of VnniCodeTests. Needs Debian's binutils.
#   tests/oracles/vnni_tiles.sh
set -euo pipefail
cd "$(mktemp -d)"
for rows in 1 2 3 4 5 6; do
  {
    echo ".intel_syntax noprefix"
    echo "lea r9, [rsi + rsi*2]"
    echo "add r9, rdi"
    for ((s = 0; s < rows * 4; s++)); do echo "vpxord zmm$s, zmm$s, zmm$s"; done
    echo "1:"
    for c in 0 1 2 3; do echo "{disp8} vmovdqu32 zmm$((24 + c)), [rcx + $((64 * c))]"; done
    at=("[rdi]" "[rdi + rsi]" "[rdi + rsi*2]" "[r9]" "[r9 + rsi]" "[r9 + rsi*2]")
    for ((r = 0; r < rows; r++)); do
      echo "vpbroadcastd zmm$((28 + r % 4)), dword ptr ${at[r]}"
      for c in 0 1 2 3; do echo "vpdpbusd zmm$((4 * r + c)), zmm$((28 + r % 4)), zmm$((24 + c))"; done
    done
    printf '%s\n' "add rcx, 256" "add rdi, 4" "add r9, 4" "cmp rdi, rdx" "{disp32} jb 1b"
    for ((s = 0; s < rows * 4; s++)); do echo "{disp8} vmovdqu32 [r8 + $((64 * s))], zmm$s"; done
    printf '%s\n' vzeroupper ret
  } > tile.s
  as -o tile.o tile.s
  objcopy -O binary -j .text tile.o tile.bin
  echo "$rows $(wc -c < tile.bin) $(sha256sum < tile.bin | cut -d' ' -f1)"
done
