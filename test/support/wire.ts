/** A tiny writer of protobuf's wire format, free enough to write what no honest tool would. */

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Negative numbers take ten bytes. */
export function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

export function tag(field: number, wire: number): Uint8Array {
  return varint(field * 8 + wire);
}

export function integer(field: number, value: number | bigint): Uint8Array {
  return concat(tag(field, 0), varint(value));
}

export function float(field: number, value: number): Uint8Array {
  return concat(tag(field, 5), floats([value]));
}

export function bytes(field: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(tag(field, 2), varint(content.length), content);
}

/** The tag and the length of a field, without its content. */
export function promise(field: number, length: number | bigint): Uint8Array {
  return concat(tag(field, 2), varint(length));
}

export function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

export function packed(field: number, values: readonly (number | bigint)[]): Uint8Array {
  return bytes(field, ...values.map(varint));
}

export function unpacked(field: number, values: readonly (number | bigint)[]): Uint8Array {
  return concat(...values.map((value) => integer(field, value)));
}

export function floats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

export function doubles(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float64Array.from(values).buffer);
}

/** `levels` messages, one in the other, whose fields alternate; built without a copy of all at each level. */
export function nest(fields: readonly number[], levels: number, inner: Uint8Array): Uint8Array {
  const heads: Uint8Array[] = [];
  let length = inner.length;
  for (let level = levels - 1; level >= 0; level--) {
    const head = promise(fields[level % fields.length] ?? 1, length);
    heads.push(head);
    length += head.length;
  }
  return concat(...heads.reverse(), inner);
}
