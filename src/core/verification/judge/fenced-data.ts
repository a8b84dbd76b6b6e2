import { sha256Hex } from '../../audit/index.js';

const FENCE_CHARS = 20;

/** What others wrote, under a name, as lines that begin with a label of ours (see `plainLine`). */
export type DataBlock = readonly [name: string, lines: readonly string[]];

export interface FencedData {
  /** Each block between its BEGIN and END line, in order. */
  blocks: string[];
  /** Stands in the lines that begin and end data, and nowhere in the data. */
  fence: string;
}

/**
 * Blocks of data for a prompt. The fence in their first and last lines is a digest of these very texts and of what the
 * prompt is (`about`: its version, a day): nobody can write it into them.
 */
export const fencedData = async (
  about: readonly string[],
  data: readonly DataBlock[],
): Promise<FencedData> => {
  const fence = (await sha256Hex(JSON.stringify([...about, data]))).slice(0, FENCE_CHARS);
  const blocks = data.map(([name, lines]) =>
    [`BEGIN ${name} ${fence}`, ...lines, `END ${name} ${fence}`].join('\n'),
  );
  return { blocks, fence };
};
