/** Reads passes with their options from text such as `fold-constants {limit=4096}, canonicalize`. */

import type { AttrReader, Attr } from '../../ir/attr.ts';
import { DiagnosticError, collect, defineDiagnostic } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { dimExpression } from '../../ir/parse-dim.ts';
import { TokenReader } from '../../ir/token-reader.ts';
import type { Pass, PassStep } from '../pass.ts';

export const unknownPass = defineDiagnostic(
  'SNAPC3101',
  'error',
  (name: string, known: readonly string[]) => ({
    message: `there is no pass ${JSON.stringify(name)}`,
    hint: `the passes are ${known.join(', ')}`,
  }),
);

export const badOption = defineDiagnostic(
  'SNAPC3102',
  'error',
  (pass: string, message: string, known: readonly string[]) => ({
    message: `options of pass ${pass}: ${message}`,
    hint:
      known.length === 0
        ? `${pass} has no options`
        : `write them as {name=value}, text in quotes; the options are ${known.join(', ')}`,
  }),
);

/** Faults: SNAPC3101 for a name that is not in `passes`, SNAPC3102 for its options. */
export function parseSteps(
  text: string,
  passes: Readonly<Record<string, Pass>>,
): Result<PassStep[]> {
  return collect(() => splitSteps(text).map((step) => parseStep(step, passes)));
}

/** At the commas that are outside braces and brackets. */
function splitSteps(text: string): string[] {
  const steps: string[] = [];
  let depth = 0;
  let start = 0;
  for (const [index, character] of Array.from(text).entries()) {
    if ('{['.includes(character)) depth++;
    else if ('}]'.includes(character)) depth--;
    else if (character === ',' && depth === 0) {
      steps.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...steps, text.slice(start)].map((step) => step.trim());
}

function parseStep(text: string, passes: Readonly<Record<string, Pass>>): PassStep {
  const brace = text.indexOf('{');
  const name = (brace < 0 ? text : text.slice(0, brace)).trim();
  const pass = Object.hasOwn(passes, name) ? passes[name] : undefined;
  if (pass === undefined) throw new DiagnosticError(unknownPass(name, Object.keys(passes)));
  if (brace < 0) return { pass, options: {} };
  const refuse = (message: string): never => {
    throw new DiagnosticError(badOption(pass.name, message, Object.keys(pass.options)));
  };
  try {
    return {
      pass,
      options: parseOptions(new TokenReader(text.slice(brace), undefined), pass, refuse),
    };
  } catch (error) {
    if (error instanceof DiagnosticError && error.diagnostics[0]?.code === 'SNAPC1101') {
      return refuse(error.message);
    }
    throw error;
  }
}

function parseOptions(
  reader: TokenReader,
  pass: Pass,
  refuse: (message: string) => never,
): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {};
  reader.punctuation('{');
  reader.separated('}', () => {
    const name = reader.anyWord();
    const spec = Object.hasOwn(pass.options, name) ? pass.options[name] : undefined;
    if (spec === undefined) return refuse(`there is no option ${name}`);
    reader.punctuation('=');
    options[name] = readOption(reader, spec);
  });
  reader.end();
  return options;
}

/** The value of one option, up to where it ends. */
export function readOption(reader: TokenReader, spec: Attr<unknown>): unknown {
  const attributes: AttrReader = {
    int: () => reader.int(),
    float: () => reader.float(),
    string: () => reader.string(),
    word: () => reader.anyWord(),
    dim: () => dimExpression(reader),
    list: (item) => reader.list(item),
    fail: (message) => reader.fail(message),
    region: () => reader.fail('a graph cannot be an option'),
  };
  return spec.parse(attributes);
}
