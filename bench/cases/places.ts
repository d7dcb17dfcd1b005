/** Where things lie in the folder of a benchmark: one folder per model, and one of pages. */

/** The modules of the pages. */
export const PAGES = 'pages';
/** Below a model's folder: what snapc made of it. */
export const COMPILED = 'compiled';
/** Below a model's folder: the file for loaders that know few operators. */
export const PORTABLE = 'portable.onnx';
