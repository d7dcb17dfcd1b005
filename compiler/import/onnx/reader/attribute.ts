/** AttributeProto to OnnxAttribute: one value of the type it says, integers exact. */

import type { Place } from '../../../../ir/diagnostics.ts';
import type { OnnxAttribute } from '../model.ts';
import type { ReadContext, Scope } from './context.ts';
import type { WireField } from './cursor.ts';
import { attributeMixed, attributeTwice, strayReference, tooDeep, unnamed } from './diagnostics.ts';
import { LIMITS } from './limits.ts';
import { readFixed, readIntegers } from './lists.ts';
import { refuse } from './refuse.ts';
import { ATTRIBUTE } from './rules.ts';
import { cutFields, decodeUtf8 } from './scan.ts';
import type { Scanned } from './scan.ts';
import { AttributeType, decodeAttribute, integerOf } from './schema.ts';
import type { AttributeCode, onnx } from './schema.ts';
import type { ByteRange } from './source.ts';
import { readSparseTensor } from './sparse.ts';
import { readTensor } from './tensor.ts';

/** The attributes of a node or the defaults of a function. */
export async function readAttributes(
  context: ReadContext,
  fields: readonly WireField[],
  scope: Scope,
  owner: Place,
): Promise<ReadonlyMap<string, OnnxAttribute>> {
  const attributes = new Map<string, OnnxAttribute>();
  for (const field of fields) {
    await context.problems.guard(async () => {
      const { name, value } = await readAttribute(context, field, scope, owner);
      if (attributes.has(name)) refuse(attributeTwice(name, { ...context.at(field), ...owner }));
      attributes.set(name, value);
    });
  }
  return attributes;
}

interface Part {
  readonly type: AttributeCode;
  readonly name: string;
  readonly present: boolean;
}

async function readAttribute(
  context: ReadContext,
  range: ByteRange,
  scope: Scope,
  owner: Place,
): Promise<{ readonly name: string; readonly value: OnnxAttribute }> {
  const scanned = await context.scan(range, ATTRIBUTE);
  const decoded = decodeAttribute(scanned, context.file);
  const { name, refAttrName } = decoded;
  const place = { ...context.at(range), ...owner };
  if (name === '') refuse(unnamed('an attribute', place));
  const parts = partsOf(decoded, scanned).filter((part) => part.present);
  const found = parts.map((part) => part.name);
  if (refAttrName !== '') {
    if (parts.length > 0) refuse(attributeMixed(name, 'a reference', found, place));
    if (!scope.inFunction) refuse(strayReference(name, refAttrName, place));
    return { name, value: { kind: 'reference', name: refAttrName } };
  }
  // Old models have no type; then the one value that is there tells it.
  const type = decoded.type === AttributeType.UNDEFINED ? parts[0]?.type : decoded.type;
  if (type === undefined || parts.length > 1 || (parts[0]?.type ?? type) !== type) {
    refuse(attributeMixed(name, typeName(decoded.type), found, place));
  }
  const value = await readValue(context, decoded, scanned, type, scope, place);
  if (value === undefined) refuse(attributeMixed(name, typeName(type), found, place));
  return { name, value };
}

function typeName(type: AttributeCode): string {
  return AttributeType[type] ?? `type ${type}`;
}

/** Every value the message can hold; the decoder's defaults lie on the prototype, so own means present. */
function partsOf(decoded: onnx.AttributeProto, scanned: Scanned): readonly Part[] {
  const own = (field: 'f' | 'i' | 's' | 'strings'): boolean => Object.hasOwn(decoded, field);
  const cut = (field: number): boolean => cutFields(scanned, field).length > 0;
  return [
    { type: AttributeType.FLOAT, name: 'f', present: own('f') },
    { type: AttributeType.INT, name: 'i', present: own('i') },
    { type: AttributeType.STRING, name: 's', present: own('s') },
    { type: AttributeType.TENSOR, name: 't', present: cut(5) },
    { type: AttributeType.GRAPH, name: 'g', present: cut(6) },
    { type: AttributeType.FLOATS, name: 'floats', present: cut(7) },
    { type: AttributeType.INTS, name: 'ints', present: cut(8) },
    { type: AttributeType.STRINGS, name: 'strings', present: decoded.strings.length > 0 },
    { type: AttributeType.TENSORS, name: 'tensors', present: cut(10) },
    { type: AttributeType.GRAPHS, name: 'graphs', present: cut(11) },
    { type: AttributeType.TYPE_PROTO, name: 'tp', present: cut(14) },
    { type: AttributeType.TYPE_PROTOS, name: 'type_protos', present: cut(15) },
    { type: AttributeType.SPARSE_TENSOR, name: 'sparse_tensor', present: cut(22) },
    { type: AttributeType.SPARSE_TENSORS, name: 'sparse_tensors', present: cut(23) },
  ];
}

/** Numbers, texts and lists may be left out by writers that leave out zeros; tensors and graphs may not. */
async function readValue(
  context: ReadContext,
  decoded: onnx.AttributeProto,
  scanned: Scanned,
  type: AttributeCode,
  scope: Scope,
  place: Place,
): Promise<OnnxAttribute | undefined> {
  switch (type) {
    case AttributeType.FLOAT:
      return { kind: 'float', value: decoded.f };
    case AttributeType.INT:
      return { kind: 'int', value: integerOf(decoded.i) };
    case AttributeType.STRING:
      return textAttribute([decoded.s], ([value = '']) => ({ kind: 'string', value }));
    case AttributeType.STRINGS:
      return textAttribute(decoded.strings, (value) => ({ kind: 'strings', value }));
    case AttributeType.FLOATS:
      return { kind: 'floats', value: await floats(context, cutFields(scanned, 7)) };
    case AttributeType.INTS: {
      const fields = cutFields(scanned, 8);
      return {
        kind: 'ints',
        value: await readIntegers(context.source, fields, 'ints', LIMITS.listElements),
      };
    }
    case AttributeType.TENSOR: {
      const [field] = cutFields(scanned, 5);
      if (field === undefined) return undefined;
      return { kind: 'tensor', value: (await readTensor(context, field, place)).constant };
    }
    case AttributeType.SPARSE_TENSOR: {
      const [field] = cutFields(scanned, 22);
      if (field === undefined) return undefined;
      return { kind: 'tensor', value: (await readSparseTensor(context, field, place)).constant };
    }
    case AttributeType.GRAPH: {
      const [field] = cutFields(scanned, 6);
      if (field === undefined) return undefined;
      const depth = scope.depth + 1;
      if (depth > LIMITS.graphDepth) refuse(tooDeep('GraphProto', LIMITS.graphDepth, place));
      return { kind: 'graph', value: await context.readGraph(context, field, { ...scope, depth }) };
    }
    default:
      return { kind: 'unsupported', name: typeName(type).toLowerCase() };
  }
}

function textAttribute(
  values: readonly Uint8Array[],
  make: (texts: readonly string[]) => OnnxAttribute,
): OnnxAttribute {
  const texts: string[] = [];
  for (const value of values) {
    const text = decodeUtf8(Uint8Array.from(value));
    if (text === undefined) return { kind: 'unsupported', name: 'string that is not UTF-8' };
    texts.push(text);
  }
  return make(texts);
}

async function floats(context: ReadContext, fields: readonly WireField[]): Promise<number[]> {
  const { source } = context;
  const bytes = await readFixed(source, fields, 'floats', 4, 4 * LIMITS.listElements);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, index) => view.getFloat32(4 * index, true));
}
