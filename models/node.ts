/** Writes a model to a folder in Node: staged beside it, then moved into place as a whole. */

import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { writeNpz } from '../compiler/npz.ts';
import { failure, success } from '../ir/diagnostics.ts';
import type { Result } from '../ir/diagnostics.ts';
import { isRecord } from '../ir/record.ts';
import type { ModelName } from './catalogue.ts';
import { cannotWrite, folderNotOurs } from './diagnostics.ts';
import { makeModel, sampleInputs } from './make.ts';
import type { MakeOptions } from './make.ts';
import type { ModelFile } from './onnx/index.ts';

/** Names the files of a folder that this module wrote; only such a folder is ever replaced. */
const CARD = 'model.json';
const INPUTS = 'inputs.npz';
const GENERATOR = 'snapc models make';

export interface WrittenModel {
  readonly folder: string;
  /** The model's files and the sample inputs. */
  readonly files: readonly { readonly path: string; readonly byteLength: number }[];
  /** Of the model's files. */
  readonly totalBytes: number;
  readonly parameterCount: number;
}

/** Refuses a folder that holds anything else; on any failure or abort the old content stays. */
export async function writeModel<Name extends ModelName>(
  folder: string,
  name: Name,
  options: MakeOptions<Name>,
  signal?: AbortSignal,
): Promise<Result<WrittenModel>> {
  const made = makeModel(name, options);
  const inputs = inMemoryFile(INPUTS, writeNpz(Object.entries(sampleInputs(name, options))));
  const content = [...made.files, inputs];
  const files = content.map(({ path, byteLength }) => ({ path, byteLength }));
  const { parameterCount } = made;
  const facts = { generator: GENERATOR, name, size: options.size, parameterCount, files };
  const card = new TextEncoder().encode(`${JSON.stringify(facts, undefined, 2)}\n`);
  try {
    const target = await resolved(folder);
    const state = await inspect(target);
    if (state === 'foreign') return failure([folderNotOurs(folder)]);
    await mkdir(dirname(target), { recursive: true });
    const staging = join(dirname(target), `.${basename(target)}.partial-${randomUUID()}`);
    await mkdir(staging);
    try {
      for (const file of [...content, inMemoryFile(CARD, card)]) {
        await writeFile(staging, file, signal);
      }
      await moveIntoPlace(staging, target, state);
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  } catch (error) {
    if (isSystemError(error)) return failure([cannotWrite(folder, error.message)]);
    throw error;
  }
  return success({ folder, files, totalBytes: made.totalBytes, parameterCount });
}

function inMemoryFile(path: string, bytes: Uint8Array): ModelFile {
  return {
    path,
    byteLength: bytes.byteLength,
    async *chunks() {
      yield bytes;
    },
  };
}

async function writeFile(
  staging: string,
  file: ModelFile,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = join(staging, file.path);
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(path, 'wx');
  try {
    for await (const chunk of file.chunks()) {
      signal?.throwIfAborted();
      await handle.writeFile(chunk);
    }
  } finally {
    await handle.close();
  }
}

type FolderState = 'absent' | 'empty' | 'ours' | 'foreign';

async function inspect(folder: string): Promise<FolderState> {
  const status = await lstat(folder).catch(absent);
  if (status === undefined) return 'absent';
  if (!status.isDirectory()) return 'foreign';
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  if (entries.length === 0) return 'empty';
  const card = await readFile(join(folder, CARD), 'utf8').catch(absent);
  const listed = card === undefined ? undefined : listedFiles(card);
  if (listed === undefined) return 'foreign';
  const ours = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .every((path) => path === CARD || listed.has(path));
  return ours ? 'ours' : 'foreign';
}

/** The paths of a card, or nothing if the text is not a card of ours. */
function listedFiles(text: string): ReadonlySet<string> | undefined {
  let card: unknown;
  try {
    card = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(card) || card['generator'] !== GENERATOR || !Array.isArray(card['files'])) {
    return undefined;
  }
  const files: readonly unknown[] = card['files'];
  return new Set(files.map((file) => (isRecord(file) ? String(file['path']) : '')));
}

async function moveIntoPlace(staging: string, target: string, state: FolderState): Promise<void> {
  if (state !== 'ours') {
    await rename(staging, target);
    return;
  }
  const old = `${staging}.old`;
  await rename(target, old);
  try {
    await rename(staging, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/** Follows a link at the folder itself, so that the folder behind it is replaced and not the link. */
async function resolved(folder: string): Promise<string> {
  return (await realpath(folder).catch(absent)) ?? resolve(folder);
}

function absent(error: unknown): undefined {
  if (isSystemError(error) && error.code === 'ENOENT') return undefined;
  throw error;
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}
