import { vi } from 'vitest';

/** What a command writes to its two outputs. */
export interface Told {
  stdout: string;
  stderr: string;
}

/** Keeps what is written to stdout and stderr, in place of writing it, until `vi.restoreAllMocks`. */
export const listenToOutputs = (): Told => {
  const told: Told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      told[name] += text;
      return true;
    });
  return told;
};
