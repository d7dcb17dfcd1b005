/** Builds CMake projects into the cache, each once for its content. */

import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheBeside, makeFolderOnce } from '../../../compiler/host/node-cache.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { buildFailed, toolMissing } from './diagnostics.ts';
import { markUsed, removeOldBuilds } from './kept-builds.ts';
import { runProcess } from './process.ts';

const require = createRequire(import.meta.url);

/** As many of what a compiler says tell the fault. */
const LINES = 3;

export interface CmakeProject {
  /** For people. */
  readonly title: string;
  readonly source: string;
  /** What the build depends on; nothing is built where it was before. */
  readonly content: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly target: string;
  /** The file that is kept, relative to the build folder. */
  readonly product: string;
}

export interface BuildOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told only where something is built. */
  readonly onPhase?: ((phase: string) => void) | undefined;
  /** Where builds are kept; beside the packages when absent. */
  readonly kept?: string | undefined;
}

/** The path of the product. Throws DiagnosticError where it cannot be built. */
export async function buildOnce(
  project: CmakeProject,
  { signal, onPhase, kept }: BuildOptions = {},
): Promise<string> {
  const { source, content, settings, target, product } = project;
  const hash = createHash('sha256');
  const { CXX = '', CXXFLAGS = '' } = process.env;
  hash.update(JSON.stringify([content, settings, CXX, CXXFLAGS]));
  const builds = kept ?? join(await cacheBeside(require.resolve('handlebars')), 'nnapi');
  const folder = join(builds, `${target}-${hash.digest('hex').slice(0, 32)}`);
  // Before it is looked for, lest another process removes it in between.
  await markUsed(folder);
  let isNew = false;
  await makeFolderOnce(folder, async (staging) => {
    onPhase?.(`building ${project.title}`);
    const build = join(staging, 'build');
    await mkdir(build);
    const defined = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
    const jobs = String(availableParallelism());
    await cmake(project, ['-S', source, '-B', build, ...defined], signal);
    await cmake(project, ['--build', build, '--parallel', jobs, '--target', target], signal);
    await copyFile(join(build, product), join(staging, basename(product)));
    await rm(build, { recursive: true });
    isNew = true;
  });
  if (isNew) await removeOldBuilds(builds);
  return join(folder, basename(product));
}

async function cmake(
  { title }: CmakeProject,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const { code, stdout, stderr } = await runProcess('cmake', args, { signal });
  if (code === 0) return;
  if (code === undefined) throw new DiagnosticError(toolMissing('cmake'));
  // What CMake says where it finds none.
  if (/No CMAKE_CXX_COMPILER could be found|Could not find compiler set/.test(stderr)) {
    throw new DiagnosticError(toolMissing('compiler of C++'));
  }
  if (stderr.includes('unable to find a build program')) {
    throw new DiagnosticError(toolMissing('make'));
  }
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const first = lines.findIndex((line) => /\berror\b/i.test(line));
  const told = first < 0 ? lines.slice(-LINES) : lines.slice(first, first + LINES);
  const reason = told.map((line) => line.trim()).join(' ') || `exit code ${code}`;
  throw new DiagnosticError(buildFailed(title, `cmake ${args.join(' ')}`, reason));
}
