/** The reader of packages: opens one, checks it, runs it. It knows nothing of how they are written. */

export { packageFromBytes } from './files.ts';
export type { PackageFiles } from './files.ts';
export { interpret } from './interpret.ts';
export type { InterpretOptions } from './interpret.ts';
export type { Precision } from './environment.ts';
export { readPackage } from './package.ts';
export type { MilPackage, ReadOptions } from './package.ts';
export { validate } from './validate.ts';
export type { ValidateOptions } from './validate.ts';
