/** The runtime of pipelines and of the models in them, as one file. */

export * from './index.ts';
export * from './pictures/index.ts';
