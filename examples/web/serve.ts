/** Serves the page around a pipeline: one that `snapc pipeline` wrote for WebGPU, or the miniature. `npm run web -- DIR` */

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../test/browser/server.ts';
import { snapc } from '../snapc.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const PAGE = ['index.html', 'page.js', 'style.css'];
const PORT = 8080;

const MINIATURE = join('models', 'tiny', 'onnx', 'pipeline.json');
/** Of the words that the miniature knows. */
const PROMPT = 'a small green triangle above a red square';

/** Copies the page and the package into one folder, which is all that a web server needs. */
export async function makeSite(pipeline: string, site: string): Promise<void> {
  for (const file of PAGE) await cp(join(HERE, file), join(site, file));
  await cp(join(pipeline, 'webgpu'), join(site, 'pictures'), { recursive: true });
}

/** Why the folder is none, or nothing. */
async function faultOf(pipeline: string): Promise<string | undefined> {
  const text = await readFile(join(pipeline, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return `${pipeline} has no manifest.json`;
  const { kind, targets }: { kind?: unknown; targets?: object } = JSON.parse(text);
  if (kind !== 'pipeline') return `${pipeline} holds a single model`;
  return Object.hasOwn(targets ?? {}, 'webgpu') ? undefined : `${pipeline} has no webgpu`;
}

/** For every browser: weights take two bytes, and fp16 arithmetic is not asked for. */
function compileMiniature(): string | undefined {
  const out = join('out', 'web');
  const device = ['--device', 'webgpu-default', '--precision', 'fp16'];
  const { code } = snapc('pipeline', MINIATURE, '--target', 'webgpu', ...device, '--out', out);
  return code === 0 ? out : undefined;
}

async function serve(): Promise<void> {
  const [named] = process.argv.slice(2);
  const pipeline = named ?? compileMiniature();
  if (pipeline === undefined) {
    process.exitCode = 1;
    return;
  }
  const fault = await faultOf(pipeline);
  if (fault !== undefined) {
    process.stderr.write(
      `web: ${fault}; name one that "snapc pipeline --target webgpu" has written: npm run web -- out/pictures\n`,
    );
    process.exitCode = 2;
    return;
  }
  const site = await mkdtemp(join(tmpdir(), 'snapc-web-'));
  await makeSite(pipeline, site);
  // Another page may have the usual port already.
  const server = await serveFolder(site, PORT).catch(() => serveFolder(site));
  const address = new URL(server.url);
  if (named === undefined) address.searchParams.set('prompt', PROMPT);
  process.stderr.write(`web: ${address.href} draws; Ctrl-C ends it\n`);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  await server.close();
  await rm(site, { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve();
