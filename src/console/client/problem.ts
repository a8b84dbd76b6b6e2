/** Why an answer did not come: a problem document of the server, or what happened on the way to it. */
export type ProblemKind = 'document' | 'network' | 'shape' | 'cut';

/** A fault that the page tells the visitor in a sentence. */
export class RequestProblem extends Error {
  readonly kind: ProblemKind;
  /** HTTP status; null where no response came. */
  readonly status: number | null;

  constructor(kind: ProblemKind, message: string, status: number | null = null) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** The sentence of an RFC 9457 problem document: its title and detail; empty where it has neither. */
export const problemSentence = (document: unknown): string => {
  if (!isObject(document)) return '';
  const error = document['error'];
  if (typeof document['title'] !== 'string' && isObject(error)) return textOf(error['message']);
  return [textOf(document['title']).replace(/\.?$/, '.'), textOf(document['detail'])]
    .filter((part) => part !== '' && part !== '.')
    .join(' ');
};

/** A JSON object read from the wire. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
