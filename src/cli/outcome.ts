/** Exit codes of every command. */
export const EXIT = {
  done: 0,
  /** The command's own "no": an answer that does not pass, a broken chain, a knowledge base with problems. */
  no: 1,
  /** A wrong call or configuration, or a fault. */
  fault: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Writes one line for people or programs to standard output. */
export type Out = (line: string) => void;
