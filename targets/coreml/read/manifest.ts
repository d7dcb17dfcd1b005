/** Manifest.json of a package: where the model and its weights lie, by the rules of the format. */

import { checkRelativePath } from '../../../compiler/host/location.ts';
import { failure, success } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { isRecord } from '../../../ir/record.ts';
import { badManifest, missingFile } from './diagnostics.ts';
import type { PackageFiles } from './files.ts';

export interface PackageItems {
  /** The path of the model file inside the package. */
  readonly model: string;
  /** The folder of the weights. */
  readonly weights: string | undefined;
}

const MANIFEST_FILE = 'Manifest.json';
const LARGEST_MANIFEST = 2 ** 20;
const MOST_ITEMS = 1000;
const FIELDS = ['author', 'description', 'name', 'path'] as const;
type Entry = Readonly<Record<(typeof FIELDS)[number], string>>;
type Json = Readonly<Record<string, unknown>>;

export async function readItems(files: PackageFiles): Promise<Result<PackageItems>> {
  const opened = await files.open(MANIFEST_FILE);
  if (!opened.ok) return opened;
  const { value: store } = opened;
  if (store.size > LARGEST_MANIFEST) {
    return failure([badManifest('$', `it has ${store.size} bytes, over ${LARGEST_MANIFEST}`)]);
  }
  let json: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true });
    json = JSON.parse(text.decode(await store.read(0, store.size)));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return failure([badManifest('$', 'it is not JSON')]);
  }
  if (!isRecord(json)) return failure([badManifest('$', 'it is not an object')]);
  return readManifest(files, json);
}

async function readManifest(files: PackageFiles, json: Json): Promise<Result<PackageItems>> {
  const found: Diagnostic[] = [];
  const version = json['fileFormatVersion'];
  if (typeof version !== 'string' || !/^\d+\.\d+\.\d+$/.test(version)) {
    found.push(badManifest('fileFormatVersion', 'it has no version of three numbers'));
  } else if (version !== '1.0.0') {
    const hint = 'version 1.0.0 is read; convert the model with tools of that version';
    found.push(badManifest('fileFormatVersion', `version ${version} is not known`, hint));
  }
  const entries = json['itemInfoEntries'];
  const root = json['rootModelIdentifier'];
  if (!isRecord(entries)) {
    return failure([...found, badManifest('itemInfoEntries', 'it has no map of items')]);
  }
  if (Object.keys(entries).length > MOST_ITEMS) {
    return failure([...found, badManifest('itemInfoEntries', `it has over ${MOST_ITEMS} items`)]);
  }
  const items = new Map<string, Entry>();
  for (const [id, entry] of Object.entries(entries)) {
    const at = `itemInfoEntries.${id}`;
    if (isEntry(entry)) {
      items.set(id, entry);
      found.push(...(await checkItem(files, at, entry)));
    } else found.push(badManifest(at, `an item needs the texts ${FIELDS.join(', ')}`));
  }
  const model = typeof root === 'string' ? items.get(root) : undefined;
  if (model === undefined) {
    found.push(badManifest('rootModelIdentifier', 'it names no item'));
  } else if ((await kindOf(files, model)) !== 'file') {
    found.push(badManifest('rootModelIdentifier', `the model ${model.path} is not a file`));
  }
  if (model === undefined || found.length > 0) return failure(found);
  const path = `Data/${model.path}`;
  const beside = `${path.slice(0, path.lastIndexOf('/'))}/weights`;
  const weights = [...items.values()].find((item) => `Data/${item.path}` === beside);
  return success({ model: path, weights: weights === undefined ? undefined : beside });
}

async function checkItem(files: PackageFiles, at: string, entry: Entry): Promise<Diagnostic[]> {
  const checked = checkRelativePath(entry.path);
  if ('fault' in checked) return [badManifest(`${at}.path`, `${checked.fault}`)];
  if (entry.path !== `${entry.author}/${entry.name}`) {
    return [badManifest(`${at}.path`, 'it is not the author and the name, with a slash between')];
  }
  const kind = await kindOf(files, entry);
  if (kind === 'file' || kind === 'folder') return [];
  const what = kind === undefined ? 'it does not exist' : 'it is neither a file nor a folder';
  return [missingFile(`Data/${entry.path}`, what)];
}

function kindOf(files: PackageFiles, { path }: Entry): ReturnType<PackageFiles['kind']> {
  return files.kind(`Data/${path}`);
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && FIELDS.every((field) => typeof value[field] === 'string');
}
