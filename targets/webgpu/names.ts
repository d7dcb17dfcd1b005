/** Property names of the emitted API: ONNX names that are plain identifiers stay, the others are counted. */

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Words that cannot name a variable, so that outputs can be destructured under their own names. */
const RESERVED = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for function if implements import in instanceof interface let new null package ' +
    'private protected public return static super switch this throw true try typeof undefined var void while ' +
    'with yield NaN Infinity prototype then'
  ).split(' '),
);

/** One distinct name for each; `prefix` and a counter where the name is no identifier. */
export function emittedNames(names: readonly string[], prefix: string): readonly string[] {
  const kept = new Set(names.filter(isSafe));
  const taken = new Set<string>();
  return names.map((name, index) => {
    if (isSafe(name) && !taken.has(name)) {
      taken.add(name);
      return name;
    }
    let number = index;
    while (kept.has(`${prefix}${number}`) || taken.has(`${prefix}${number}`)) number++;
    taken.add(`${prefix}${number}`);
    return `${prefix}${number}`;
  });
}

/** `__proto__`, `constructor` and the like mean something else on every object. */
function isSafe(name: string): boolean {
  return IDENTIFIER.test(name) && !RESERVED.has(name) && !(name in Object.prototype);
}
