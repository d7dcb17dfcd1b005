/** Small letters of pixels, for the captions of the sheet. */

export const LETTER_WIDTH = 6;
export const LETTER_HEIGHT = 9;

/** Lines of a name for each letter and its nine rows of five pixels. */
const DRAWN = `
a     b     c     d     e     f     g     h     i     j     k     l     m
..... #.... ..... ....# ..... ..##. ..... #.... ..#.. ...#. #.... .##.. .....
..... #.... ..... ....# ..... .#... ..... #.... ..... ..... #.... ..#.. .....
.###. ####. .#### .#### .###. ####. .#### ####. .##.. ..##. #..#. ..#.. ##.#.
....# #...# #.... #...# #...# .#... #...# #...# ..#.. ...#. #.#.. ..#.. #.#.#
.#### #...# #.... #...# ##### .#... #...# #...# ..#.. ...#. ##... ..#.. #.#.#
#...# #...# #.... #...# #.... .#... #...# #...# ..#.. ...#. #.#.. ..#.. #.#.#
.#### ####. .#### .#### .#### .#... .#### #...# .###. ...#. #..#. .###. #.#.#
..... ..... ..... ..... ..... ..... ....# ..... ..... ...#. ..... ..... .....
..... ..... ..... ..... ..... ..... .###. ..... ..... .##.. ..... ..... .....
n     o     p     q     r     s     t     u     v     w     x     y     z
..... ..... ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... .....
..... ..... ..... ..... ..... ..... .#... ..... ..... ..... ..... ..... .....
####. .###. ####. .#### #.##. .#### ####. #...# #...# #.#.# #...# #...# #####
#...# #...# #...# #...# ##..# #.... .#... #...# #...# #.#.# .#.#. #...# ...#.
#...# #...# #...# #...# #.... .###. .#... #...# #...# #.#.# ..#.. #...# ..#..
#...# #...# #...# #...# #.... ....# .#... #...# .#.#. #.#.# .#.#. #...# .#...
#...# .###. ####. .#### #.... ####. ..##. .#### ..#.. .#.#. #...# .#### #####
..... ..... #.... ....# ..... ..... ..... ..... ..... ..... ..... ....# .....
..... ..... #.... ....# ..... ..... ..... ..... ..... ..... ..... .###. .....
0     1     2     3     4     5     6     7     8     9     .     ,     -
.###. ..#.. .###. ####. ...#. ##### .###. ##### .###. .###. ..... ..... .....
#...# .##.. #...# ....# ..##. #.... #.... ....# #...# #...# ..... ..... .....
#..## ..#.. ....# ....# .#.#. ####. #.... ...#. #...# #...# ..... ..... .....
#.#.# ..#.. ...#. .###. #..#. ....# ####. ..#.. .###. .#### ..... ..... .....
##..# ..#.. ..#.. ....# ##### ....# #...# ..#.. #...# ....# ..... ..... .###.
#...# ..#.. .#... ....# ...#. #...# #...# ..#.. #...# ....# ..... ..#.. .....
.###. .###. ##### ####. ...#. .###. .###. ..#.. .###. .###. ..#.. ..#.. .....
..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... .#... .....
..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... ..... .....
`;

const letters = new Map<string, readonly string[]>();
const lines = DRAWN.split('\n').slice(1, -1);
for (let line = 0; line < lines.length; line += 1 + LETTER_HEIGHT) {
  const names = lines[line] ?? '';
  for (let at = 0; at < names.length; at += LETTER_WIDTH) {
    const rows = lines.slice(line + 1, line + 1 + LETTER_HEIGHT);
    letters.set(
      names.charAt(at),
      rows.map((row) => row.slice(at, at + LETTER_WIDTH - 1)),
    );
  }
}

/** Letters that are not drawn here, as those of other alphabets, are frames. */
const FRAME = ['#####', ...Array<string>(5).fill('#...#'), '#####'];

/** The pixels of a line of text that are ink, from its upper left corner. */
export function* inkOf(text: string): Generator<readonly [x: number, y: number]> {
  for (const [place, letter] of Array.from(text.toLowerCase()).entries()) {
    const rows = /\s/.test(letter) ? [] : (letters.get(letter) ?? FRAME);
    for (const [y, row] of rows.entries()) {
      for (const [x, pixel] of Array.from(row).entries()) {
        if (pixel === '#') yield [place * LETTER_WIDTH + x, y];
      }
    }
  }
}

/** Words in lines of at most so many letters; a longer word is cut. */
export function brokenInto(text: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((some) => some !== '')) {
    const cut = Array.from(word).slice(0, most).join('');
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + cut.length <= most) {
      lines[lines.length - 1] = `${last} ${cut}`;
    } else lines.push(cut);
  }
  return lines;
}
