/** Writes the library around a model: its tables, a typed API for it, the runtime and the build files. */

import { cppFloat, cppRows, cppString } from './cpp-text.ts';
import { runtimeFiles, templates } from './templates/cpp.generated.ts';
import { identifiers } from './identifiers.ts';
import { kotlinPackage } from './names.ts';
import { kotlinFiles, kotlinFolder, kotlinSources, render } from './render.ts';
import type { CppFile } from './render.ts';
import type { ModelElement, PortRow, Tables } from './tables.ts';

export interface CppPool {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface CppTensor {
  /** The name in the ONNX file. */
  readonly name: string;
  /** What the app gives or gets. */
  readonly element: ModelElement;
  readonly shape: readonly number[];
}

export interface CppModel {
  /** The namespace and the library: an identifier that begins with a capital letter. */
  readonly library: string;
  /** The model's name for people. */
  readonly title: string;
  readonly featureLevel: number;
  readonly relaxed: boolean;
  readonly inputs: readonly CppTensor[];
  readonly outputs: readonly CppTensor[];
  readonly pools: readonly CppPool[];
  readonly tables: RenderedTables;
  /** 32 bytes as hexadecimal digits. */
  readonly cacheToken: string;
}

/** Rows of initialisers by the names of the tables. */
export type RenderedTables = Readonly<Record<keyof Tables, string>>;

/** The scalars of the languages. */
const SCALARS: Readonly<
  Record<ModelElement, readonly [cpp: string, kotlin: string, bytes: number]>
> = {
  float32: ['float', 'Float', 4],
  float16: ['snapc::Float16', 'half-precision float', 2],
  int32: ['std::int32_t', 'Int', 4],
  int64: ['std::int64_t', 'Long', 8],
  bool8: ['std::uint8_t', 'Byte, 0 or 1', 1],
  uint8: ['std::uint8_t', 'unsigned Byte', 1],
  int8: ['std::int8_t', 'Byte', 1],
};

/** The oldest Android that has a feature level, which its updates may raise. */
const SDKS: readonly (readonly [level: number, sdk: number])[] = [
  [1_000_008, 34],
  [1_000_007, 33],
  [1_000_006, 31],
  [31, 31],
  [30, 30],
];

export function minimumSdk(featureLevel: number): number {
  return SDKS.find(([level]) => featureLevel >= level)?.[1] ?? 29;
}

export function renderTables(tables: Tables): RenderedTables {
  const numbers = (list: readonly number[]) => cppRows(list.map(String));
  const rows = (list: readonly (readonly (number | string)[])[]) =>
    cppRows(list.map((row) => `{${row.join()}}`));
  const port = (row: PortRow) => [
    cppString(row.name),
    row.operand,
    `E::${row.modelType}`,
    row.modelRank,
    row.modelDimensions,
  ];
  return {
    types: rows(
      tables.types.map((row) => [
        row.code,
        row.rank,
        row.dimensions,
        cppFloat(row.scale),
        row.zeroPoint,
        row.channels,
      ]),
    ),
    dimensions: numbers(tables.dimensions),
    channels: rows(
      tables.channels.map(({ axis, pool, offset, count }) => [axis, pool, offset, count]),
    ),
    operands: rows(
      tables.operands.map(({ type, source, offset, length }) => [type, source, offset, length]),
    ),
    immediates: numbers(tables.immediates),
    operations: rows(
      tables.operations.map((row) => [
        row.code,
        row.operands,
        row.inputCount,
        row.outputCount,
        row.origin,
        row.originCount,
      ]),
    ),
    indices: numbers(tables.indices),
    nodes: cppRows(tables.nodes.map((name) => cppString(name.slice(0, 200)))),
    inputs: rows(tables.inputs.map(port)),
    outputs: rows(tables.outputs.map(port)),
  };
}

/** The files of the library by their paths, which hold nothing but the library's name. */
export function cppFiles(model: CppModel): readonly CppFile[] {
  const context = contextOf(model);
  const rendered = Object.entries(templatePaths(model.library, context.kotlinPackage)).map(
    ([name, path]): CppFile => [path, render(templates[name as keyof typeof templates], context)],
  );
  return [...rendered, ...kotlinFiles(runtimeFiles, context.kotlinPackage)];
}

/** The tables alone, for a library that has the rest. */
export function partFiles(model: CppModel): readonly CppFile[] {
  const context = contextOf(model);
  return (['tables.cpp', 'tables.h'] as const).map((name) => [
    name,
    render(templates[name], context),
  ]);
}

function contextOf(model: CppModel) {
  return {
    ...model,
    inputs: described(model.inputs),
    outputs: described(model.outputs),
    token: model.cacheToken
      .match(/../g)
      ?.map((byte) => `0x${byte}`)
      .join(', '),
    tableRows: Object.entries(model.tables).map(([name, rows]) => ({
      name,
      rows,
      type: TABLE_TYPES[name as keyof Tables],
      isEmpty: rows.length === 0,
    })),
    ...androidNames(model.library, model.featureLevel),
  };
}

/** What the templates of an Android module ask for. */
export function androidNames(library: string, featureLevel: number) {
  const name = kotlinPackage(library);
  return {
    libraryFile: library.toLowerCase(),
    sdk: minimumSdk(featureLevel),
    kotlinPackage: name,
    kotlinFolder: kotlinFolder(name),
  };
}

function templatePaths(
  library: string,
  packageName: string,
): Readonly<Record<keyof typeof templates, string>> {
  return {
    'AndroidManifest.xml': 'android/src/main/AndroidManifest.xml',
    'CMakeLists.txt': 'CMakeLists.txt',
    'Model.kt': `${kotlinSources(packageName)}/Model.kt`,
    'README.md': 'README.md',
    'build.gradle': 'android/build.gradle',
    'consumer-rules.pro': 'android/consumer-rules.pro',
    'model.cpp': 'src/model.cpp',
    'model.h': `include/${library}/${library}.h`,
    'settings.gradle': 'android/settings.gradle',
    'tables.cpp': 'src/tables.cpp',
    'tables.h': 'src/tables.h',
  };
}

const TABLE_TYPES: Readonly<Record<keyof Tables, string>> = {
  types: 'snapc::OperandTypeEntry',
  dimensions: 'std::uint32_t',
  channels: 'snapc::ChannelScales',
  operands: 'snapc::OperandEntry',
  immediates: 'std::uint8_t',
  operations: 'snapc::OperationEntry',
  indices: 'std::uint32_t',
  nodes: 'snapc::NodeName',
  inputs: 'snapc::PortEntry',
  outputs: 'snapc::PortEntry',
};

function described(tensors: readonly CppTensor[]): readonly object[] {
  const properties = identifiers(tensors.map(({ name }) => name));
  return tensors.map(({ name, element, shape }, index) => {
    const [cpp, kotlin, bytes] = SCALARS[element];
    const count = shape.reduce((product, size) => product * size, 1);
    return {
      property: properties[index],
      scalar: cpp,
      kotlin,
      count,
      bytes: count * bytes,
      documentation: `${cppString(name).slice(0, 100)}: ${element} [${shape.join(', ')}]`,
    };
  });
}
