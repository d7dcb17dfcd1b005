/** Reads the tokenizer's files as CLIP has them: vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json. */

import { failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import {
  badContextLength,
  badMerge,
  badVocabulary,
  noSpecialWord,
  notJson,
  otherTokenizer,
} from './diagnostics.ts';
import { jsonObject } from '../json-object.ts';
import type { JsonObject } from '../json-object.ts';
import { byteSymbols } from './byte-symbols.ts';

/** The texts of the files; what a folder lacks is undefined. */
export interface TokenizerFiles {
  readonly 'vocab.json': string;
  readonly 'merges.txt': string;
  readonly 'tokenizer_config.json'?: string | undefined;
  readonly 'special_tokens_map.json'?: string | undefined;
}

export interface TokenizerTables {
  /** How many ids the text encoder reads. */
  readonly length: number;
  /** The largest id. */
  readonly largest: number;
  readonly begin: number;
  readonly end: number;
  readonly padding: number;
  /** The id of each byte inside a word and at its end. */
  readonly inner: readonly number[];
  readonly last: readonly number[];
  /** Left, right and merged ids, in the order in which they were learnt. */
  readonly merges: readonly (readonly [left: number, right: number, merged: number])[];
  /** Texts that stand for one id each, in lower case as prompts are. */
  readonly specials: readonly (readonly [text: string, id: number])[];
}

/** Ids are packed in pairs. */
const MOST_ID = 2 ** 24;
const MOST_LENGTH = 4096;
const END_OF_WORD = '</w>';
const CLASSES = ['CLIPTokenizer', 'CLIPTokenizerFast'];
const DEFAULTS = {
  bos_token: '<|startoftext|>',
  eos_token: '<|endoftext|>',
  pad_token: '<|endoftext|>',
  unk_token: '<|endoftext|>',
} as const;
/** Faults of one kind that are told. */
const MOST_TOLD = 5;

/** `length` is what the text encoder's input says, where it says it. */
export function readTokenizer(files: TokenizerFiles, length?: number): Result<TokenizerTables> {
  const found: Diagnostic[] = [];
  const json = (name: keyof TokenizerFiles): JsonObject => {
    const parsed = jsonObject(files[name] ?? '{}');
    if (parsed === undefined) found.push(notJson(name));
    return parsed ?? {};
  };
  const config = { ...json('special_tokens_map.json'), ...json('tokenizer_config.json') };
  const vocabulary = readVocabulary(json('vocab.json'), found);
  const merges = readMerges(files['merges.txt'], vocabulary, found);
  const kind = config['tokenizer_class'];
  if (kind !== undefined && !CLASSES.some((name) => name === kind))
    found.push(otherTokenizer('tokenizer_class', kind));
  if (config['do_lower_case'] === false) found.push(otherTokenizer('do_lower_case', false));

  const special = (name: keyof typeof DEFAULTS): readonly [string, number] => {
    const text = contentOf(config[name]) ?? DEFAULTS[name];
    const id = vocabulary.get(text);
    if (id === undefined) found.push(noSpecialWord(name, text));
    return [text, id ?? 0];
  };
  const [begin, end, padding, unknown] = [
    special('bos_token'),
    special('eos_token'),
    special('pad_token'),
    special('unk_token'),
  ];
  const context = length ?? config['model_max_length'];
  if (!isLength(context)) found.push(badContextLength(context));
  if (found.length > 0) return failure(found);
  const symbols = byteSymbols();
  return success({
    length: isLength(context) ? context : 0,
    largest: [...vocabulary.values()].reduce((most, id) => Math.max(most, id), 0),
    begin: begin[1],
    end: end[1],
    padding: padding[1],
    inner: symbols.map((symbol) => vocabulary.get(symbol) ?? unknown[1]),
    last: symbols.map((symbol) => vocabulary.get(symbol + END_OF_WORD) ?? unknown[1]),
    merges,
    specials: [
      ...new Map(
        [begin, end, padding, unknown]
          // One without letters would stand between all others.
          .filter(([text]) => text !== '')
          .map(([text, id]) => [text.toLowerCase(), id]),
      ),
    ],
  });
}

function isLength(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 2 && Number(value) <= MOST_LENGTH;
}

/** Special words are texts, or objects with a text. */
function contentOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || !('content' in value)) return undefined;
  return typeof value.content === 'string' ? value.content : undefined;
}

function readVocabulary(json: JsonObject, found: Diagnostic[]): ReadonlyMap<string, number> {
  const vocabulary = new Map<string, number>();
  const taken = new Map<number, string>();
  let faults = 0;
  for (const [text, id] of Object.entries(json)) {
    const isId = typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < MOST_ID;
    const other = isId ? taken.get(id) : undefined;
    if (!isId || other !== undefined) {
      if (++faults <= MOST_TOLD) found.push(badVocabulary(text, id, other));
      continue;
    }
    vocabulary.set(text, id);
    taken.set(id, text);
  }
  return vocabulary;
}

function readMerges(
  text: string,
  vocabulary: ReadonlyMap<string, number>,
  found: Diagnostic[],
): TokenizerTables['merges'] {
  const merges: (readonly [number, number, number])[] = [];
  let faults = 0;
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line === '' || (at === 0 && line.startsWith('#version'))) continue;
    const [left, right, ...more] = line.split(' ');
    const ids = [left, right, `${left}${right}`].map((symbol) => vocabulary.get(symbol ?? ''));
    const [a, b, merged] = ids;
    if (more.length > 0 || a === undefined || b === undefined || merged === undefined) {
      if (++faults <= MOST_TOLD) found.push(badMerge(at + 1, line));
      continue;
    }
    merges.push([a, b, merged]);
  }
  return merges;
}
