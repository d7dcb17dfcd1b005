/** Reads a tokenizer's folder. */

import { failure, hasErrors } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import type { PipelineFolder } from '../folder.ts';
import { readTokenizer } from './read-tokenizer.ts';
import type { TokenizerTables } from './read-tokenizer.ts';

/** `tokens` is what the text encoder fixes. */
export async function readTokenizerOf(
  folder: PipelineFolder,
  path: string,
  tokens: number | undefined,
): Promise<Result<TokenizerTables>> {
  const found: Diagnostic[] = [];
  const text = async (name: string): Promise<string> => {
    const read = await folder.text(`${path}/${name}`);
    found.push(...read.diagnostics);
    return read.ok ? read.value : '';
  };
  const textIfThere = async (name: string): Promise<string | undefined> => {
    const read = await folder.textIfThere(`${path}/${name}`);
    found.push(...read.diagnostics);
    return read.ok ? read.value : undefined;
  };
  const files = {
    'vocab.json': await text('vocab.json'),
    'merges.txt': await text('merges.txt'),
    'tokenizer_config.json': await textIfThere('tokenizer_config.json'),
    'special_tokens_map.json': await textIfThere('special_tokens_map.json'),
  };
  return hasErrors(found) ? failure(found) : readTokenizer(files, tokens);
}
