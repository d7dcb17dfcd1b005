/** Pictures as the C++ tool reads them, of any form: PPM and NumPy's arrays. */

import * as fc from 'fast-check';

/** `edge` is that of the picture that would be right. */
export function hurtPpm(edge: number): fc.Arbitrary<Uint8Array> {
  const size = fc.oneof(
    { weight: 3, arbitrary: fc.constant(String(edge)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '0',
        '1',
        '16384',
        '16385',
        '4294967312',
        '9'.repeat(99),
        '-1',
        '',
        '1e3',
        '0x10',
      ),
    },
  );
  const gap = fc.constantFrom(' ', '\n', '\t', '\r\n', '\n# a comment\n', '#', '', ' \u0000');
  return fc
    .record({
      magic: fc.constantFrom('P6', 'P6', 'P6', 'P5', 'P3', 'p6', ''),
      gaps: fc.array(gap, { minLength: 4, maxLength: 4 }),
      width: size,
      height: size,
      most: fc.constantFrom('255', '255', '255', '65535', '0', ''),
      pixels: fc.constantFrom(3 * edge * edge, 3 * edge * edge - 1, 0, 1, 1 << 20),
    })
    .map(({ magic, gaps: [a, b, c, d], width, height, most, pixels }) =>
      Buffer.concat([
        Buffer.from(`${magic}${a}${width}${b}${height}${c}${most}${d}`, 'latin1'),
        Buffer.alloc(pixels, 7),
      ]),
    );
}

export function hurtNpy(edge: number): fc.Arbitrary<Uint8Array> {
  const descr = fc.constantFrom("'|u1'", "'|u1'", "'<f4'", "'|O'", "'>u8'", "''", '7', "'|u1");
  const order = fc.constantFrom('False', 'False', 'True', '0', '');
  const shape = fc.constantFrom(
    `(${edge}, ${edge}, 3)`,
    `(${edge}, ${edge}, 4)`,
    '()',
    '(0, 0, 3)',
    '(-1, 16, 3)',
    '(999999999999999, 999999999999999, 3)',
    '(4294967295, 4294967297, 3)',
    '(16384, 16384, 3)',
    `(${'1,'.repeat(65)})`,
    '(99999999999999999999, 3)',
    '((((',
    '(16 16 3)',
  );
  return fc
    .record({
      magic: fc.constantFrom('\x93NUMPY', '\x93NUMPY', '\x93NUMPY', 'NUMPY'),
      version: fc.constantFrom(1, 1, 2, 3, 0, 9),
      descr,
      order,
      shape,
      more: fc.constantFrom('', '', ", 'descr': '|u1'", ", 'x': 1", '}}', '\u0000'),
      length: fc.constantFrom(0, 0, 0, -5, 5, 60_000),
      pixels: fc.constantFrom(3 * edge * edge, 4 * edge * edge, 0, 1, 1 << 20),
    })
    .map(({ magic, version, descr: type, order: columns, shape: sizes, more, length, pixels }) => {
      const text = `{'descr': ${type}, 'fortran_order': ${columns}, 'shape': ${sizes}${more}}\n`;
      const said = Buffer.alloc(version > 1 ? 4 : 2);
      const count = Math.max(0, text.length + length);
      if (version > 1) said.writeUInt32LE(count);
      else said.writeUInt16LE(count);
      return Buffer.concat([
        Buffer.from(magic, 'latin1'),
        Buffer.from([version, 0]),
        said,
        Buffer.from(text, 'latin1'),
        Buffer.alloc(pixels, 7),
      ]);
    });
}
