import type { Comparator, TimeRelation } from '../../schema/index.js';
import { isContentToken } from './concepts.js';
import type { QuantityDraft } from './quantity-draft.js';
import type { Token } from './tokenise.js';

type Relation = TimeRelation['relation'];

const RELATION: Readonly<Record<string, Relation>> = {
  'rel.before': 'before',
  'rel.after': 'after',
  'rel.until': 'until',
  'rel.since': 'from',
  'rel.during': 'during',
};
const ONCE = new Set(['once', 'des', 'lorsque']);
/** "Within 24 hours of departure" means the hours before it. */
const UPCOMING = new Set([
  'event.departure',
  'event.arrival',
  'event.flight',
  'event.travel',
  'event.boarding_time',
  'event.appointment',
]);
const EVENT_REACH = 9;

/** What a point in time is bounded by: "before 6 pm", "until 1 March", "from 9:00". */
const POINT_COMPARATOR: Partial<Record<Relation, Comparator>> = {
  before: 'less_than',
  after: 'more_than',
  until: 'at_most',
  from: 'at_least',
};

const isEdge = (token: Token): boolean => token.kind === 'punct' && /[.;:!?,\n()]/.test(token.text);

/** The event after a marker: an event or act of the next words; null when none is named. */
function eventAfter(tokens: readonly Token[], from: number): { concept: string; to: number } | null {
  let fallback: { concept: string; to: number } | null = null;
  for (let at = from; at < Math.min(tokens.length, from + EVENT_REACH); at += 1) {
    const token = tokens[at];
    if (token === undefined || isEdge(token) || token.used) break;
    if (
      at > from &&
      token.concept !== null &&
      (token.concept in RELATION || token.concept.startsWith('conj.'))
    )
      break;
    if (token.concept === 'event.flight') fallback = { concept: token.concept, to: token.phraseEnd };
    else if (token.concept?.startsWith('event.') === true)
      return { concept: token.concept, to: token.phraseEnd };
    if (
      fallback === null &&
      isContentToken(token) &&
      token.concept !== null &&
      !token.concept.startsWith('person.')
    ) {
      fallback = { concept: token.concept, to: token.phraseEnd };
    }
  }
  return fallback;
}

function draftEndingAt(
  tokens: readonly Token[],
  drafts: readonly QuantityDraft[],
  at: number,
): number | null {
  for (let i = drafts.length - 1; i >= 0; i -= 1) {
    const draft = drafts[i];
    if (draft === undefined || draft.kind !== 'duration' || draft.from >= at) continue;
    const gap = at - draft.outerTo;
    if (gap < 0 || gap > 2) return null;
    for (let between = draft.outerTo; between < at; between += 1) {
      const token = tokens[between];
      if (token !== undefined && (isEdge(token) || isContentToken(token))) return null;
    }
    return i;
  }
  return null;
}

const draftStartingNear = (drafts: readonly QuantityDraft[], at: number): number | null => {
  const found = drafts.findIndex(
    (draft) =>
      (draft.kind === 'date' || draft.kind === 'time_of_day') && draft.from >= at && draft.from - at <= 3,
  );
  return found < 0 ? null : found;
};

/** "up to 24 hours before" leaves at least 24 hours; "within 24 hours before" and "24 hours or less before" are the last 24. */
function boundBefore(tokens: readonly Token[], draft: QuantityDraft): Relation {
  const opener = tokens[draft.outerFrom];
  if (draft.comparator === 'equal' && tokens[draft.outerFrom - 1]?.concept === 'rel.until') {
    draft.comparator = 'at_least';
    return 'before';
  }
  const isLed = draft.outerFrom < draft.from;
  if (draft.comparator === 'at_most' && isLed && opener?.concept !== 'cmp.within') {
    draft.comparator = 'at_least';
    return 'before';
  }
  return draft.comparator === 'at_most' || draft.comparator === 'less_than' ? 'within_before' : 'before';
}

/** "Until 7 days after the visit" is within them. */
function boundAfter(tokens: readonly Token[], draft: QuantityDraft): Relation {
  if (draft.comparator === 'equal' && tokens[draft.outerFrom - 1]?.concept === 'rel.until')
    draft.comparator = 'at_most';
  return draft.comparator === 'at_most' || draft.comparator === 'less_than' ? 'within_after' : 'after';
}

interface Marker {
  relation: Relation;
  from: number;
  to: number;
}

function markerAt(tokens: readonly Token[], at: number): Marker | null {
  const token = tokens[at];
  if (token === undefined || token.phraseStart !== at) return null;
  const relation = token.concept === null ? undefined : RELATION[token.concept];
  if (relation !== undefined) return { relation, from: at, to: token.phraseEnd };
  if (token.concept === 'conj.if' && (ONCE.has(token.form) || token.text.toLowerCase() === 'as')) {
    const isSoon = token.form !== 'as' || tokens[at + 1]?.form === 'soon';
    if (isSoon && token.form !== 'lorsque') return { relation: 'after', from: at, to: token.phraseEnd };
  }
  // "By telephone before the flight" says how, not when.
  const isMeans = token.concept?.startsWith('channel.') === true;
  if ((token.form === 'by' && !isMeans) || token.concept === 'cmp.by_latest')
    return { relation: 'until', from: at, to: token.phraseEnd };
  if (token.concept === 'range.from' || token.concept === 'cmp.at_least')
    return { relation: 'from', from: at, to: token.phraseEnd };
  if (token.form === 'of' || token.form === 'de' || token.form === 'du' || token.form === 'd')
    return { relation: 'within_after', from: at, to: at + 1 };
  if (token.concept === 'cmp.at_most') return { relation: 'until', from: at, to: token.phraseEnd };
  return null;
}

/** Reads the order of things: "at least 2 hours before departure", "within 30 days of delivery", "once you are back". */
export function readTimes(tokens: readonly Token[], drafts: readonly QuantityDraft[]): TimeRelation[] {
  const times: TimeRelation[] = [];
  const bound = new Set<number>();
  const add = (
    relation: Relation,
    event: string | null,
    quantity: number | null,
    from: number,
    to: number,
  ): void => {
    if (quantity !== null) bound.add(quantity);
    times.push({
      relation,
      event,
      quantity,
      start_char: tokens[from]?.start ?? 0,
      end_char: tokens[to - 1]?.end ?? 0,
    });
  };
  for (let at = 0; at < tokens.length; at += 1) {
    const marker = markerAt(tokens, at);
    if (marker === null) continue;
    readMarker({ tokens, drafts, add }, marker);
  }
  drafts.forEach((draft, index) => {
    const opener = tokens[draft.outerFrom];
    if (draft.kind === 'duration' && !bound.has(index) && opener?.concept === 'cmp.within') {
      add('within_after', null, index, draft.outerFrom, draft.outerTo);
    }
  });
  return times.sort((a, b) => a.start_char - b.start_char);
}

interface TimeReader {
  tokens: readonly Token[];
  drafts: readonly QuantityDraft[];
  add: (relation: Relation, event: string | null, quantity: number | null, from: number, to: number) => void;
}

function readMarker(reader: TimeReader, marker: Marker): void {
  const { tokens, drafts, add } = reader;
  const point = draftStartingNear(drafts, marker.from);
  const pointDraft = point === null ? undefined : drafts[point];
  const weak = marker.relation === 'within_after';
  if (point !== null && pointDraft !== undefined && !weak) {
    const comparator = POINT_COMPARATOR[marker.relation];
    if (
      comparator !== undefined &&
      (pointDraft.comparator === 'equal' || pointDraft.comparator === 'at_most')
    )
      pointDraft.comparator = comparator;
    add(marker.relation, null, point, marker.from, pointDraft.to);
    return;
  }
  const before = draftEndingAt(tokens, drafts, marker.from);
  const draft = before === null ? undefined : drafts[before];
  const event = eventAfter(tokens, marker.to);
  if (draft !== undefined && before !== null) {
    if (weak && (event === null || draft.comparator !== 'at_most')) return;
    const relation =
      marker.relation === 'before'
        ? boundBefore(tokens, draft)
        : marker.relation === 'after' || marker.relation === 'from' || weak
          ? weak && UPCOMING.has(event?.concept ?? '')
            ? 'within_before'
            : boundAfter(tokens, draft)
          : marker.relation;
    add(relation, event?.concept ?? null, before, draft.outerFrom, event?.to ?? marker.to);
    return;
  }
  if (weak) return;
  const isLoose =
    tokens[marker.from]?.form === 'by' || /^(?:cmp|range)\./.test(tokens[marker.from]?.concept ?? '');
  if (isLoose) {
    // "30 minutes or less before departure": the bound of a number that stands before it.
    if (drafts.some(({ from, outerTo }) => from < marker.from && marker.from < outerTo)) return;
    const follows = tokens[marker.from - 1]?.concept?.startsWith('event.') === true;
    if (!follows && event?.concept.startsWith('event.') === true)
      add(marker.relation, event.concept, null, marker.from, event.to);
    return;
  }
  const after = drafts.findIndex(
    (candidate) =>
      candidate.kind === 'duration' &&
      candidate.outerFrom >= marker.to &&
      candidate.outerFrom - marker.to <= 1,
  );
  const duration = drafts[after];
  if (duration !== undefined) {
    // "until two hours before departure": the next marker binds it.
    const next = tokens[duration.outerTo]?.concept;
    if (next === 'rel.before' || next === 'rel.after') return;
    if (duration.comparator === 'equal' && marker.relation === 'after') duration.comparator = 'more_than';
    add(marker.relation, null, after, marker.from, duration.to);
    return;
  }
  add(marker.relation, event?.concept ?? null, null, marker.from, event?.to ?? marker.to);
}
