import type { Reading, ReadToken } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { clausesOf, limitBegins } from './clause.js';

/** A part of a passage that says something by itself. */
export interface ClauseWindow {
  /** Content keys of the part, without numbers. */
  keys: ReadonlySet<string>;
  /** Content keys of the label before it: "Classic: …". */
  label: ReadonlySet<string>;
  tokens: readonly ReadToken[];
  /** Tokens of the label and the part. */
  labelled: readonly ReadToken[];
  /** Whether a place of the text lies in it. */
  holds(at: number): boolean;
}

interface Span {
  from: number;
  to: number;
}

const STOP = /[;\n]|[.!?…](?=\s|$)/gu;
const LABEL = /^[^:]{1,60}:\s/u;
/** It goes on from what stands before it: alone it says nothing. */
const FOLLOWS =
  /^\s*(?:otherwise|else|but|however|except|unless|and|or|then|after that|in that case|this|these|that|if so|sinon|mais|toutefois|cependant|sauf|et|ou|puis|ensuite|dans ce cas|cela|ceci)\b/iu;

const cache = new WeakMap<Reading, readonly ClauseWindow[]>();
const segmentCache = new WeakMap<Reading, readonly ClauseWindow[]>();

/** The sentences and half-sentences of a text, each with the label before it. */
export const segmentsOf = (reading: Reading, text: string): readonly ClauseWindow[] => {
  const known = segmentCache.get(reading);
  if (known) return known;
  const found = spansOf(reading, text).map((span) => windowOf(reading, text, [span], span));
  segmentCache.set(reading, found);
  return found;
};

/**
 * The parts of a passage that a claim may restate alone: its sentences, half-sentences and main clauses with their
 * conditions. A clause beside a condition or an exception of another is none, nor is what goes on from the part before.
 */
export const windowsOf = (reading: Reading, text: string): readonly ClauseWindow[] => {
  const known = cache.get(reading);
  if (known) return known;
  const windows: ClauseWindow[] = [];
  const limits = reading.statements.filter(({ role }) => role === 'condition' || role === 'exception');
  for (const segment of spansOf(reading, text)) {
    if (!FOLLOWS.test(text.slice(segment.from, segment.to)))
      windows.push(windowOf(reading, text, [segment], segment));
    const inside = clausesOf(reading, text).filter(({ statement }) => within(statement, segment));
    if (inside.length < 2) continue;
    const open = limits.filter((limit) => within(limit, segment));
    for (const clause of inside) {
      const own = new Set(clause.limits.map(({ statement }) => statement));
      if (open.some((limit) => !own.has(limit))) continue;
      const spans = [clause.statement, ...own].map(({ start_char, end_char }) => ({
        from: start_char,
        to: end_char,
      }));
      const window = windowOf(reading, text, spans, segment);
      windows.push({ ...window, label: new Set([...window.label, ...clause.subject]) });
    }
  }
  cache.set(reading, windows);
  return windows;
};

const within = ({ start_char, end_char }: { start_char: number; end_char: number }, span: Span): boolean =>
  start_char >= span.from && end_char <= span.to;

const spansOf = (reading: Reading, text: string): Span[] => {
  const spans: Span[] = [];
  let from = 0;
  for (const stop of text.matchAll(STOP)) {
    const next = stop.index + stop[0].length;
    if (stop[0] === ';' && limitBegins(reading, next + text.slice(next).search(/\S|$/u))) continue;
    if (stop.index > from) spans.push({ from, to: stop.index });
    from = stop.index + stop[0].length;
  }
  if (from < text.length) spans.push({ from, to: text.length });
  return spans.filter((span) => text.slice(span.from, span.to).trim() !== '');
};

const windowOf = (reading: Reading, text: string, spans: readonly Span[], segment: Span): ClauseWindow => {
  const head = LABEL.exec(text.slice(segment.from, segment.to))?.[0] ?? '';
  const labelTo = segment.from + head.length;
  const holds = (at: number): boolean =>
    at >= (head === '' ? 0 : labelTo) && spans.some(({ from, to }) => at >= from && at < to);
  const tokens = reading.tokens.filter(({ start_char }) => holds(start_char));
  const label = reading.tokens.filter(
    ({ start_char }) => head !== '' && start_char >= segment.from && start_char < labelTo,
  );
  return {
    keys: contentOf(tokens),
    label: contentOf(label),
    tokens,
    labelled: [...label, ...tokens],
    holds,
  };
};

const contentOf = (tokens: readonly ReadToken[]): ReadonlySet<string> =>
  new Set(
    tokens.flatMap(({ is_content, stem, concept }) =>
      is_content && !startsWithNumber(stem) ? [concept ?? stem] : [],
    ),
  );
