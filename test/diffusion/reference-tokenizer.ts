/** CLIP's tokenizer of a vocabulary as npm's @huggingface/tokenizers has it. */

import { Tokenizer as Reference } from '@huggingface/tokenizers';
import type { TokenizerFiles } from '../../compiler/diffusion/tokenizer/read-tokenizer.ts';
import { BEGIN, END, LENGTH } from './vocabularies.ts';

export function theirs(files: TokenizerFiles): Reference {
  const vocab = JSON.parse(files['vocab.json']) as Record<string, number>;
  const special = (content: string) => ({
    id: vocab[content] ?? 0,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: true,
    special: true,
  });
  const split =
    "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";
  return new Reference(
    {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: [special(BEGIN), special(END)],
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'NFC' },
          { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
          { type: 'Lowercase' },
        ],
      },
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: split }, behavior: 'Removed', invert: true },
          { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
        ],
      },
      post_processor: {
        type: 'RobertaProcessing',
        sep: [END, vocab[END] ?? 0],
        cls: [BEGIN, vocab[BEGIN] ?? 0],
        trim_offsets: false,
        add_prefix_space: false,
      },
      decoder: null,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: END,
        continuing_subword_prefix: '',
        end_of_word_suffix: '</w>',
        fuse_unk: false,
        vocab,
        merges: files['merges.txt']
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#')),
      },
    },
    { model_max_length: LENGTH, unk_token: END, bos_token: BEGIN, eos_token: END },
  );
}
