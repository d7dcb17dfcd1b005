/** Turns TypeScript that this repository writes into JavaScript and declarations, without a type check. */

import { ts } from 'ts-morph';

export interface Transpiled {
  readonly js: string;
  readonly dts: string;
}

/** Without comments in the code unless they are asked for: the declarations carry them. */
export function transpile(
  fileName: string,
  source: string,
  { comments = false }: { readonly comments?: boolean } = {},
): Transpiled {
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    newLine: ts.NewLineKind.LineFeed,
  };
  const js = ts.transpileModule(source, {
    fileName,
    compilerOptions: { ...compilerOptions, removeComments: !comments },
  });
  const dts = ts.transpileDeclaration(source, { fileName, compilerOptions });
  const faults = [js, dts].flatMap(({ diagnostics = [] }) => diagnostics);
  if (faults.length > 0) {
    const reasons = faults.map(({ messageText }) =>
      ts.flattenDiagnosticMessageText(messageText, '\n'),
    );
    throw new Error(`${fileName}: ${reasons.join('\n')}`);
  }
  return { js: withJsExtensions(js.outputText), dts: withJsExtensions(dts.outputText) };
}

/** Declarations need it as much as code does: the `.ts` files are not there. */
function withJsExtensions(text: string): string {
  return text.replaceAll(/(from '\.{1,2}\/[\w/-]+)\.ts'/g, "$1.js'");
}
