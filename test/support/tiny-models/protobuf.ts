/** A field of a protobuf message, as bytes. */
export type Field = Uint8Array;

const varint = (value: bigint): number[] => {
  const bytes: number[] = [];
  // Negative numbers are written as their 64-bit complement.
  let left = BigInt.asUintN(64, value);
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left === 0n ? low : low | 0x80);
  } while (left !== 0n);
  return bytes;
};

const tag = (field: number, wire: 0 | 2 | 5): number[] => varint(BigInt(field * 8 + wire));

/** An integer or an enum. */
export const int = (field: number, value: number): Field =>
  Uint8Array.from([...tag(field, 0), ...varint(BigInt(value))]);

export const float = (field: number, value: number): Field => {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return Uint8Array.from([...tag(field, 5), ...bytes]);
};

export const bytes = (field: number, value: Uint8Array): Field => {
  const head = [...tag(field, 2), ...varint(BigInt(value.length))];
  const out = new Uint8Array(head.length + value.length);
  out.set(head);
  out.set(value, head.length);
  return out;
};

export const text = (field: number, value: string): Field => bytes(field, new TextEncoder().encode(value));

/** A message within a message. */
export const message = (field: number, fields: readonly Field[]): Field => bytes(field, joined(fields));

/** Fields one after the other: a whole message. */
export const joined = (fields: readonly Field[]): Uint8Array => {
  const out = new Uint8Array(fields.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const field of fields) {
    out.set(field, at);
    at += field.length;
  }
  return out;
};
