const encoder = new TextEncoder();

/** Hex SHA-256 of a text's UTF-8 bytes; a runtime with a synchronous digest may answer at once. */
export type Sha256Hex = (text: string) => string | Promise<string>;

/** What sealing an audit record needs of the runtime. */
export interface AuditCrypto {
  sha256Hex: Sha256Hex;
  /** Unpredictable bytes. */
  randomBytes(count: number): Uint8Array;
}

/** Hex SHA-256 through WebCrypto: Node and Workers alike. */
export async function sha256Hex(text: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text))));
}

const HEX_OF_BYTE = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hex of bytes. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += HEX_OF_BYTE[byte] ?? '';
  return hex;
}
