/** The tokenizer against npm's @huggingface/tokenizers, on words and on noise. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Tokenizer } from '../../runtime/web/pictures/tokenizer.ts';
import { theirs } from './reference-tokenizer.ts';
import { BEGIN, CORPUS, END, LENGTH, pieces, tablesOf, vocabularies } from './vocabularies.ts';

describe.each(vocabularies)('%s', (_, files) => {
  const [own, reference] = [new Tokenizer(tablesOf(files)), theirs(files)];
  const expected = (prompt: string): readonly number[] => {
    const { ids } = reference.encode(prompt);
    return ids.slice(1, -1);
  };
  const found = (prompt: string): readonly number[] => {
    const { ids, dropped } = own.encode(prompt);
    const end = ids.indexOf(reference.token_to_id(END) ?? -1);
    return dropped > 0 ? Array.from(ids.subarray(1, -1)) : Array.from(ids.subarray(1, end));
  };

  it.each(['', 'a red circle', CORPUS, '   ', "it's '  's '' !'s 12345", `one ${BEGIN} two`])(
    'reads %j as the reference does',
    (prompt) => {
      const ids = expected(prompt);
      expect(own.encode(prompt).dropped).toBe(Math.max(0, ids.length - LENGTH + 2));
      expect(found(prompt)).toEqual(ids.slice(0, LENGTH - 2));
    },
  );

  it('reads noise as the reference does', () => {
    const unknown = reference.token_to_id(END) ?? -1;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const ids = expected(parts.join(''));
        // An unknown byte has the end's id, so the end cannot be looked for.
        fc.pre(!ids.includes(unknown));
        expect(found(parts.join(''))).toEqual(ids.slice(0, LENGTH - 2));
      }),
      { numRuns: 2000 },
    );
  });
});
