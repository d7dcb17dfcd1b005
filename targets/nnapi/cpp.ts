/** Writes the library around a model: its tables, a typed API for it, the runtime and the build files. */

import Handlebars from 'handlebars';
import type { FileEntry } from '../../compiler/output.ts';
import { cppComment, cppFloat, cppRows, cppString } from './cpp-text.ts';
import { runtimeFiles, templates } from './templates/cpp.generated.ts';
import { identifiers } from './identifiers.ts';
import { kotlinPackage } from './names.ts';
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
export function cppFiles(model: CppModel): readonly (readonly [FileEntry['path'], string])[] {
  const context = {
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
    libraryFile: model.library.toLowerCase(),
    sdk: minimumSdk(model.featureLevel),
    kotlinPackage: kotlinPackage(model.library),
    kotlinFolder: kotlinPackage(model.library).replaceAll('.', '/'),
  };
  const kotlin = `android/src/main/kotlin/${context.kotlinFolder}`;
  const rendered = Object.entries(templatePaths(model.library, kotlin)).map(
    ([name, path]) => [path, render(name as keyof typeof templates, context)] as const,
  );
  const copied = Object.entries(runtimeFiles).map(([path, text]) =>
    path.startsWith('kotlin/')
      ? ([
          path.replace('kotlin/', `${kotlin}/`),
          text.replace(/^package .*$/m, `package ${context.kotlinPackage}`),
        ] as const)
      : ([path, text] as const),
  );
  return [...rendered, ...copied];
}

function templatePaths(
  library: string,
  kotlin: string,
): Readonly<Record<keyof typeof templates, string>> {
  return {
    'AndroidManifest.xml': 'android/src/main/AndroidManifest.xml',
    'CMakeLists.txt': 'CMakeLists.txt',
    'Model.kt': `${kotlin}/Model.kt`,
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

/** An environment of its own: helpers that other code registers do not count here. */
const handlebars = Handlebars.create();
handlebars.registerHelper({
  string: (text: string) => cppString(text),
  comment: (text: string) => cppComment(text),
});

function render(name: keyof typeof templates, context: object): string {
  // The templates write code, not HTML: what needs escaping goes through the helpers.
  return handlebars.compile(templates[name], { noEscape: true, strict: true })(context);
}
