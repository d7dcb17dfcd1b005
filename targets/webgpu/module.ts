/** Builds the typed module of an artifact with ts-morph: interfaces for this model's inputs and outputs, and load. */

import { IndentationText, Project, QuoteKind, VariableDeclarationKind } from 'ts-morph';
import type { SourceFile } from 'ts-morph';
import { infoOf } from '../../runtime/web/interface.ts';
import type { Program, ProgramTensor } from '../../runtime/web/program.ts';
import { quotedBriefly } from './text.ts';

/** What an input of a dtype may be, beside a GPUBuffer. */
const ARRAY_TYPES: Readonly<Record<string, string>> = {
  f64: 'Float64Array | Float32Array',
  f32: 'Float32Array',
  f16: 'Float32Array | HalfFloats | Uint16Array',
  bf16: 'Float32Array',
  i64: 'BigInt64Array | Int32Array',
  i32: 'Int32Array',
  i16: 'Int16Array',
  i8: 'Int8Array',
  i4: 'Int8Array',
  u64: 'BigUint64Array | Uint32Array',
  u32: 'Uint32Array',
  u16: 'Uint16Array',
  u8: 'Uint8Array',
  u4: 'Uint8Array',
  bool: 'Uint8Array',
};

const NOTES: Readonly<Record<string, string>> = {
  f16: ' A Uint16Array holds the bits of halves.',
  bool: ' 0 or 1.',
};

/** The source of index.ts; `runtime` is that of the runtime, from it, and `weights` the folder of the weights. */
export function moduleSource(program: Program, runtime: string, weights = '.'): string {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    manipulationSettings: {
      indentationText: IndentationText.TwoSpaces,
      quoteKind: QuoteKind.Single,
    },
  });
  const file = project.createSourceFile('index.ts');
  addImports(file, program, runtime);
  addInterface(file, 'Inputs', 'What the model takes.', program.inputs, inputType);
  addInterface(file, 'Outputs', 'What the model gives.', program.outputs, outputType);
  addLoad(file, weights);
  return `/** ${banner(program)} */\n${file.getFullText()}`;
}

function banner({ model }: Program): string {
  return `${quotedBriefly(model)}, compiled for WebGPU by snapc.`;
}

function addImports(file: SourceFile, { inputs }: Program, runtime: string): void {
  const half = inputs.some(({ dtype }) => dtype === 'f16') ? ['HalfFloats'] : [];
  file.addImportDeclarations([
    { moduleSpecifier: './program.js', namedImports: ['program'] },
    { moduleSpecifier: runtime, namedImports: ['infoOf', 'loadProgram'] },
    {
      moduleSpecifier: runtime,
      isTypeOnly: true,
      namedImports: [...half, 'LoadOptions', { name: 'Model', alias: 'LoadedModel' }, 'TensorInfo'],
    },
  ]);
  file.addExportDeclarations([
    { moduleSpecifier: runtime, namedExports: ['SnapcError', 'WeightStore'] },
    {
      moduleSpecifier: runtime,
      isTypeOnly: true,
      namedExports: [
        'Buffers',
        'GpuRunOptions',
        'LoadOptions',
        'LoadProgress',
        'Profile',
        'ReloadOptions',
        'RunOptions',
        'SharedWeights',
        'SnapcErrorCode',
        'TensorInfo',
        'TuneOptions',
        'TunedKernels',
        'WeightCache',
        'WeightReader',
      ],
    },
  ]);
}

function addInterface(
  file: SourceFile,
  name: string,
  description: string,
  tensors: readonly ProgramTensor[],
  type: (tensor: ProgramTensor) => string,
): void {
  file.addInterface({
    name,
    isExported: true,
    docs: [description],
    properties: tensors.map((tensor) => ({
      name: tensor.emitted,
      isReadonly: true,
      type: type(tensor),
      docs: [describe(tensor)],
    })),
  });
}

function inputType({ dtype }: ProgramTensor): string {
  return `${ARRAY_TYPES[dtype] ?? 'never'} | GPUBuffer`;
}

/** An output comes in the first of the arrays that an input may be. */
function outputType({ dtype }: ProgramTensor): string {
  return ARRAY_TYPES[dtype]?.split(' | ')[0] ?? 'never';
}

function describe(tensor: ProgramTensor): string {
  const { name, dtype, shape, stored } = tensor;
  const count = shape.reduce((product, size) => product * size, 1);
  const note = NOTES[dtype] ?? '';
  const { bytes } = infoOf(tensor);
  return `${quotedBriefly(name, 200)}: ${dtype} of shape [${shape.join(', ')}], ${count} ${count === 1 ? 'element' : 'elements'}.${note} On the GPU ${bytes} bytes of ${stored}.`;
}

function addLoad(file: SourceFile, weights: string): void {
  file.addTypeAlias({
    name: 'Model',
    isExported: true,
    docs: ['A loaded model: `run` it as often as you like, `dispose` of it at the end.'],
    type: 'LoadedModel<Inputs, Outputs>',
  });
  const constant = (name: string, type: string, initializer: string, description: string): void => {
    file.addVariableStatement({
      declarationKind: VariableDeclarationKind.Const,
      isExported: true,
      docs: [description],
      declarations: [{ name, type, initializer }],
    });
  };
  constant(
    'requirements',
    '{ readonly requiredFeatures: GPUFeatureName[]; readonly requiredLimits: Record<string, number> }',
    '{ requiredFeatures: program.features as GPUFeatureName[], requiredLimits: program.limits }',
    'What the device must have: `adapter.requestDevice(requirements)`.',
  );
  const tensors = 'readonly TensorInfo[]';
  constant('inputs', tensors, 'program.inputs.map(infoOf)', 'The inputs as the model names them.');
  constant(
    'outputs',
    tensors,
    'program.outputs.map(infoOf)',
    'The outputs as the model names them.',
  );
  file.addFunction({
    name: 'load',
    isExported: true,
    isAsync: true,
    docs: [
      'Reads the weights and compiles the shaders. Rejects with a SnapcError that says what is missing.',
    ],
    parameters: [
      { name: 'device', type: 'GPUDevice' },
      { name: 'options', type: 'LoadOptions', initializer: '{}' },
    ],
    returnType: 'Promise<Model>',
    statements: [
      `return loadProgram<Inputs, Outputs>(device, program, import.meta.url, options${weights === '.' ? '' : `, '${weights}'`});`,
    ],
  });
}
