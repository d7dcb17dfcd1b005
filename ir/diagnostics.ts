/** Every fault of a user's input is a Diagnostic value with a code, a message, a place and a cure. */

export type Severity = 'error' | 'warning' | 'note';

/** Where a fault lies; every field is optional because each kind of input has its own coordinates. */
export interface Place {
  /** The file, relative to what the user named. */
  readonly file?: string;
  /** The node's name in the model, or the text of an IR line. */
  readonly node?: string;
  readonly op?: string;
  /** The name of a tensor. */
  readonly value?: string;
  /** A byte offset in `file`. */
  readonly offset?: number;
  /** A one-based line in `file`. */
  readonly line?: number;
  /** A JSON path in `file`. */
  readonly path?: string;
}

export interface Diagnostic {
  /** Stable and append-only: `SNAPC` and four digits. 1xxx IR, 2xxx import, 3xxx passes, 4xxx targets, 5xxx command line, host and devices, 6xxx pipelines. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** What the user can do about it. */
  readonly hint?: string;
  readonly place?: Place;
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

export type DiagnosticBody = Omit<Diagnostic, 'code' | 'severity'>;

/** Declares one kind of diagnostic: the code and severity are fixed, the rest is built from arguments. */
export function defineDiagnostic<A extends readonly unknown[]>(
  code: string,
  severity: Severity,
  build: (...args: A) => DiagnosticBody,
): (...args: A) => Diagnostic {
  return (...args) => ({ code, severity, ...build(...args) });
}

/** Either a value or the reasons why there is none; warnings may come with a value. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function success<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics };
}

export function failure(diagnostics: readonly Diagnostic[]): Result<never> {
  return { ok: false, diagnostics };
}

/**
 * Carries diagnostics out of deep recursion (the parser, type inference, a reader). It is caught at the
 * border of the module that throws it and never crosses into a caller's code.
 */
export class DiagnosticError extends Error {
  readonly diagnostics: readonly Diagnostic[];
  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((diagnostic) => diagnostic.message).join('\n'));
    this.name = 'DiagnosticError';
    this.diagnostics = diagnostics;
  }
}

/** Runs `work` and turns a thrown DiagnosticError into a failed Result. */
export function collect<T>(work: () => T): Result<T> {
  try {
    return success(work());
  } catch (error) {
    if (error instanceof DiagnosticError) return failure(error.diagnostics);
    throw error;
  }
}

/** Makes a string from a model safe to show: no control or direction characters, bounded length. */
export function printable(text: string, limit = 200): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}...` : text;
  return Array.from(cut, (character) =>
    isInvisible(character.codePointAt(0) ?? 0)
      ? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
      : character,
  ).join('');
}

/** Control characters, line separators, direction marks and lone surrogates. */
function isInvisible(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x2069) ||
    (code >= 0xd800 && code <= 0xdfff) ||
    code === 0xfeff
  );
}

/** One line for a terminal: `error SNAPC1042 at node "x": message` and the hint below it. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { code, severity, message, hint, place } = diagnostic;
  const where = place === undefined ? '' : ` (${formatPlace(place)})`;
  const first = `${severity} ${code}: ${message}${where}`;
  return hint === undefined ? first : `${first}\n  hint: ${hint}`;
}

/** Of files, as systems have them. */
const LONGEST_PATH = 4096;

function formatPlace(place: Place): string {
  const parts: string[] = [];
  if (place.file !== undefined) {
    const file = printable(place.file, LONGEST_PATH);
    parts.push(place.line === undefined ? file : `${file}:${place.line}`);
  }
  if (place.path !== undefined) parts.push(`at ${printable(place.path)}`);
  if (place.offset !== undefined) parts.push(`byte ${place.offset}`);
  if (place.op !== undefined) parts.push(printable(place.op));
  if (place.node !== undefined) parts.push(`node "${printable(place.node)}"`);
  if (place.value !== undefined) parts.push(`tensor "${printable(place.value)}"`);
  return parts.join(', ');
}
