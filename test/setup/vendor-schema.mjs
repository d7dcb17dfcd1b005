/**
 * Part of `npm pack`: puts the ONNX schema (onnx-proto on protobufjs 8) into dist, so that who installs snapc gets
 * no protobufjs but the one that package.json names. An override of package.json holds for this checkout alone, and
 * onnx-proto asks for protobufjs 6, which has known holes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const reader = join(root, 'dist', 'compiler', 'import', 'onnx', 'reader');
const schema = join(reader, 'schema.js');
const VENDORED = ['onnx-proto', 'protobufjs', 'long'];

// The compiler leaves a file alone whose source did not change, so it may be vendored already.
if (!/from ['"]onnx-proto['"]/.test(await readFile(schema, 'utf8'))) process.exit();

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [schema],
  outfile: schema,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  plugins: [{ name: 'own files stay', setup: keepOwnFiles }],
  metafile: true,
  logLevel: 'warning',
});

const bundled = Object.keys(metafile.inputs)
  .map((path) => /node_modules\/([^/]+)/.exec(path)?.[1])
  .filter((name) => name !== undefined);
for (const name of new Set(bundled)) {
  if (!VENDORED.includes(name)) throw new Error(`${name} would be vendored without its license`);
}
const licenses = await Promise.all(
  VENDORED.map(async (name) => {
    const text = await readFile(join(root, 'node_modules', name, 'LICENSE'), 'utf8');
    return `${name}\n\n${text.trim()}\n`;
  }),
);
await writeFile(join(reader, 'schema.LICENSES.txt'), licenses.join('\n'));

/** Imports from one package to itself are followed; imports of this project's own files stay imports. */
function keepOwnFiles({ onResolve }) {
  onResolve({ filter: /^\.\.?\// }, ({ importer, path }) =>
    importer === schema ? { path, external: true } : undefined,
  );
}
