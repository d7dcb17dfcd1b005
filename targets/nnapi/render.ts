/** Fills in templates, and brings the runtime's files to their places in an artifact. */

import Handlebars from 'handlebars';
import type { FileEntry } from '../../compiler/output.ts';
import { cppComment, cppString } from './cpp-text.ts';

export type CppFile = readonly [path: FileEntry['path'], text: string];

/** An environment of its own: helpers that other code registers do not count here. */
const handlebars = Handlebars.create();
handlebars.registerHelper({
  string: (text: string) => cppString(text),
  comment: (text: string) => cppComment(text),
});

export function render(template: string, context: object): string {
  // The templates write code, not HTML: what needs escaping goes through the helpers.
  return handlebars.compile(template, { noEscape: true, strict: true })(context);
}

export function kotlinFolder(packageName: string): string {
  return packageName.replaceAll('.', '/');
}

/** The folder of the Kotlin sources of a package. */
export function kotlinSources(packageName: string): string {
  return `android/src/main/kotlin/${kotlinFolder(packageName)}`;
}

/** Files of the runtime, those in Kotlin in the package. */
export function kotlinFiles(
  files: Readonly<Record<string, string>>,
  packageName: string,
): readonly CppFile[] {
  return Object.entries(files).map(([path, text]) => {
    const name = /^kotlin\/(?:pictures\/)?(.*)$/.exec(path)?.[1];
    return name === undefined
      ? [path, text]
      : [
          `${kotlinSources(packageName)}/${name}`,
          text.replace(/^package .*$/m, `package ${packageName}`),
        ];
  });
}
