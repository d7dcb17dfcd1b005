/** The package.json of an emitted folder, by which Node, bundlers and TypeScript find the module and its types. */

const LONGEST_NAME = 100;

/** The name has nothing of the model's but letters and digits. */
export function packageFile(model: string): readonly [path: string, text: string] {
  const words = model.toLowerCase().match(/[a-z0-9]+/g) ?? ['model'];
  const content = {
    name: words.join('-').slice(0, LONGEST_NAME),
    version: '0.0.0',
    private: true,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './*': './*' },
  };
  return ['package.json', `${JSON.stringify(content, undefined, 2)}\n`];
}
