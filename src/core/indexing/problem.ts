/** Something about a file that a person should repair. An `error` keeps the file out of the snapshot, a `warning` does not. */
export interface IndexProblem {
  severity: 'error' | 'warning';
  source: string;
  /** From 1; null when the problem is not at one line. */
  line: number | null;
  /** What is wrong and how to repair it. */
  message: string;
}

/** The line, counted from 1, on which the character at `offset` stands. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** "policies/baggage.md, line 4: …", for logs and start-up errors. */
export function describeProblem(problem: IndexProblem): string {
  const place = problem.line === null ? problem.source : `${problem.source}, line ${problem.line}`;
  return `${place}: ${problem.message}`;
}
