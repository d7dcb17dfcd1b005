/** What is wrong with a tokenizer's files; codes SNAPC6101 to SNAPC6199. */

import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';
import { jsonWord } from '../json-object.ts';

export const notJson = defineDiagnostic('SNAPC6101', 'error', (file: string) => ({
  message: 'the file holds no JSON object',
  hint: 'copy the tokenizer folder of the model again, as it was published',
  place: { file },
}));

export const otherTokenizer = defineDiagnostic(
  'SNAPC6102',
  'error',
  (field: string, given: unknown) => ({
    message: `${field} is ${printable(jsonWord(given))}: only CLIP's tokenizer, in lower case, is read`,
    hint: 'use the tokenizer folder that belongs to the text encoder',
    place: { file: 'tokenizer_config.json', path: field },
  }),
);

export const badVocabulary = defineDiagnostic(
  'SNAPC6103',
  'error',
  (text: string, id: unknown, other: string | undefined) => ({
    message:
      other === undefined
        ? `the id of ${printable(JSON.stringify(text))} is no whole number from 0 on`
        : `${printable(JSON.stringify(text))} and ${printable(JSON.stringify(other))} have the same id, ${String(id)}`,
    hint: 'each token has an id of its own; copy vocab.json again, as it was published',
    place: { file: 'vocab.json' },
  }),
);

export const badMerge = defineDiagnostic('SNAPC6104', 'error', (line: number, text: string) => ({
  message: `${printable(JSON.stringify(text.slice(0, 60)))} is no merge of two tokens into a third`,
  hint: 'a line has two tokens with a blank between; they and what they become are in vocab.json',
  place: { file: 'merges.txt', line },
}));

export const noSpecialWord = defineDiagnostic(
  'SNAPC6105',
  'error',
  (name: string, text: string) => ({
    message: `${name}, ${printable(JSON.stringify(text))}, is not in the vocabulary`,
    hint: 'vocab.json and tokenizer_config.json must be of the same model',
    place: { file: 'vocab.json', path: name },
  }),
);

export const badContextLength = defineDiagnostic('SNAPC6106', 'error', (given: unknown) => ({
  message: `the text encoder cannot read ${given === undefined ? 'an unknown number of' : printable(jsonWord(given))} tokens`,
  hint: 'give model_max_length in tokenizer_config.json, 77 for CLIP: from 2 to 4096',
  place: { file: 'tokenizer_config.json', path: 'model_max_length' },
}));
