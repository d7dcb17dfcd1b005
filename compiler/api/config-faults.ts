/** What is wrong with a config, collected: every part of the check says it in the same words, with its place. */

import type { Diagnostic, Place } from '../../ir/diagnostics.ts';
import { kindOf } from '../../ir/thrown.ts';
import { nearest } from '../../targets/devices/nearest.ts';
import { badName, takenName, unknownKey, wrongKind } from './config-diagnostics.ts';

/** Names become keys and folders; those with underscores in front could be an object's own. */
const FORMS: Readonly<Record<string, { readonly pattern: RegExp; readonly words: string }>> = {
  op: { pattern: /^[a-z][a-z0-9_]{0,60}$/, words: 'small letters, digits and underscores' },
  pass: { pattern: /^[a-z][a-z0-9-]{0,60}$/, words: 'small letters, digits and hyphens' },
  target: { pattern: /^[a-z][a-z0-9-]{0,40}$/, words: 'small letters, digits and hyphens' },
  'calibration method': {
    pattern: /^[a-z][a-z0-9-]{0,40}$/,
    words: 'small letters, digits and hyphens',
  },
};

type Fields = Readonly<Record<string, unknown>>;

export class ConfigFaults {
  readonly file: string;
  readonly found: Diagnostic[] = [];

  constructor(file: string) {
    this.file = file;
  }

  push(fault: Diagnostic): void {
    this.found.push(fault);
  }

  place(path: string): Place {
    return { file: this.file, path };
  }

  /** Says which keys are not known. */
  keys(fields: Fields, known: readonly string[], path: string): void {
    for (const key of Object.keys(fields)) {
      if (known.includes(key)) continue;
      this.push(unknownKey(key, nearest(key, known), known, this.place(path)));
    }
  }

  /** The items of a list, of which there are none where nothing is given. */
  list(value: unknown, path: string): readonly unknown[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value;
    this.wrong('a list', value, path);
    return [];
  }

  wrong(expected: string, value: unknown, path: string, hint?: string): void {
    this.push(wrongKind(expected, kindOf(value), hint, this.place(path)));
  }

  /** Whether the name is free; it is taken from then on. */
  claim(kind: string, name: string, taken: Set<string>, path: string): boolean {
    this.name(kind, name, path);
    const free = !taken.has(name);
    if (!free) this.push(takenName(kind, name, this.place(path)));
    taken.add(name);
    return free;
  }

  /** Says where a name of the kind cannot be one. */
  name(kind: string, name: string, path: string): void {
    const form = FORMS[kind];
    if (form === undefined || form.pattern.test(name)) return;
    this.push(badName(kind, name, form.words, this.place(path)));
  }

  /** The name of a pass, where one is given. */
  word(value: unknown, path: string): string | undefined {
    if (value === undefined || typeof value === 'string') return value;
    this.wrong('the name of a pass', value, path);
    return undefined;
  }
}
