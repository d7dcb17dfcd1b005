/** The characters that stand for bytes in vocab.json and merges.txt (GPT-2's byte-level alphabet). */

/** Visible ones stand for themselves, the others for those from U+0100 on, in order. */
export function byteSymbols(): readonly string[] {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => {
    const isVisible =
      (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xff && byte !== 0xad);
    return String.fromCodePoint(isVisible ? byte : 0x100 + others++);
  });
}
