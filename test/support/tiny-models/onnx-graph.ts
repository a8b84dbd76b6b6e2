import { bytes, type Field, float, int, joined, message, text } from './protobuf.js';

/** Element types of ONNX's TensorProto. */
const TYPES = { float: 1, int64: 7 } as const;
type ElementType = keyof typeof TYPES;

/** Types of ONNX's AttributeProto. */
const ATTRIBUTE = { float: 1, int: 2 } as const;

/** A graph that is written down step by step; a name stands for a tensor. */
export interface Graph {
  input(name: string, type: ElementType, shape: readonly (string | number)[]): string;
  floats(shape: readonly number[], values: readonly number[]): string;
  ints(values: readonly number[]): string;
  /** Adds a node with one output, whose name comes back; `as` names it. */
  node(op: string, inputs: readonly string[], attributes?: Record<string, number>, as?: string): string;
  /** The whole model as the bytes of an .onnx file, with these outputs. */
  model(outputs: readonly { name: string; shape: readonly (string | number)[] }[]): Uint8Array;
}

const OPSET = 13;
const IR_VERSION = 8;

// Numbers of fields: onnx/onnx.proto3 of the ONNX specification.
const valueInfo = (name: string, type: ElementType, shape: readonly (string | number)[]): Field[] => [
  text(1, name),
  message(2, [
    message(1, [
      int(1, TYPES[type]),
      message(
        2,
        shape.map((dim) => message(1, [typeof dim === 'number' ? int(1, dim) : text(2, dim)])),
      ),
    ]),
  ]),
];

const attribute = (name: string, value: number): Field =>
  message(5, [
    text(1, name),
    ...(Number.isInteger(value)
      ? [int(3, value), int(20, ATTRIBUTE.int)]
      : [float(2, value), int(20, ATTRIBUTE.float)]),
  ]);

export const graph = (): Graph => {
  const nodes: Field[] = [];
  const tensors: Field[] = [];
  const inputs: Field[] = [];
  let next = 0;
  const fresh = (prefix: string): string => {
    next += 1;
    return `${prefix}_${next}`;
  };
  const tensor = (type: ElementType, shape: readonly number[], raw: ArrayBufferLike): string => {
    const name = fresh('value');
    const dims = shape.map((dim) => int(1, dim));
    tensors.push(message(5, [...dims, int(2, TYPES[type]), text(8, name), bytes(9, new Uint8Array(raw))]));
    return name;
  };
  return {
    input: (name, type, shape) => {
      inputs.push(message(11, valueInfo(name, type, shape)));
      return name;
    },
    floats: (shape, values) => tensor('float', shape, Float32Array.from(values).buffer),
    ints: (values) => tensor('int64', [values.length], BigInt64Array.from(values.map(BigInt)).buffer),
    node: (op, from, attributes = {}, as = fresh(op.toLowerCase())) => {
      nodes.push(
        message(1, [
          ...from.map((name) => text(1, name)),
          text(2, as),
          text(4, op),
          ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        ]),
      );
      return as;
    },
    model: (outputs) =>
      joined([
        int(1, IR_VERSION),
        text(2, 'plumbline-tests'),
        message(7, [
          ...nodes,
          text(2, 'tiny'),
          ...tensors,
          ...inputs,
          ...outputs.map(({ name, shape }) => message(12, valueInfo(name, 'float', shape))),
        ]),
        message(8, [text(1, ''), int(2, OPSET)]),
      ]),
  };
};
