import { sha256Hex } from '../audit/index.js';

/** SHA-256 of the UTF-8 text as "sha256:hex". */
export const contentHash = async (text: string): Promise<string> => `sha256:${await sha256Hex(text)}`;
