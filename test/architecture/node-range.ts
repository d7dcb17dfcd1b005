/** Whether a version of Node lies in the range that a package asks for. */

type Version = readonly [major: number, minor: number, patch: number];

/** Ranges as `engines` has them: `>=18`, `^20.19.0 || >=22.12.0`, `18 || 20 || >=22`, `>= 0.4`, `*`. */
export function satisfies(version: Version, range: string): boolean {
  return range.split('||').some((choice) =>
    choice
      .trim()
      .replaceAll(/([<>=^~])\s+/g, '$1')
      .split(/\s+/)
      .every((part) => fits(version, part)),
  );
}

function fits(version: Version, comparator: string): boolean {
  const [, sign = '', text = ''] = /^(>=|<=|>|<|=|\^|~|)v?([\dx*.]*)$/.exec(comparator) ?? [];
  const given = text
    .split('.')
    .filter((part) => /^\d+$/.test(part))
    .map(Number);
  if (given.length === 0) {
    if (/^[x*]?$/.test(comparator)) return true;
    throw new Error(`cannot read the range ${comparator}`);
  }
  const [major = 0, minor = 0, patch = 0] = given;
  const order = compare(version, [major, minor, patch]);
  const same = (parts: number): boolean =>
    version.slice(0, parts).every((part, index) => part === given[index]);
  switch (sign) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0 || same(given.length);
    case '>':
      return order > 0 && !same(given.length);
    case '<':
      return order < 0;
    case '^':
      return order >= 0 && same(1);
    case '~':
      return order >= 0 && same(Math.min(2, given.length));
    default:
      return same(given.length);
  }
}

function compare(a: Version, b: Version): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
