import { findSigns, type PlacedSign, type ReadMessage } from './find-signs.js';
import { loudSigns } from './loud-signs.js';
import { type Finding, spoken } from './trigger-input.js';

const isGrateful = ({ sign }: PlacedSign): boolean => sign === 'gratitude';

/**
 * Signs of frustration with their weights (docs/handoff.md, "Triggers"); the message is frustrated where their sum
 * reaches `score_min`. Thanks take back what is only loud: "THANK YOU SO MUCH!!!".
 */
export const frustration = (message: ReadMessage): Finding[] => {
  const said = findSigns(message, 'frustration');
  const loud = said.some(isGrateful) ? [] : loudSigns(message.text);
  return [...strongest(said.filter((sign) => !isGrateful(sign))), ...loud].map((sign) =>
    spoken('frustration', 'frustration', message.text, sign, sign.weight),
  );
};

/** Words count once: of signs that overlap the heavier one, then the longer. */
const strongest = (signs: readonly PlacedSign[]): PlacedSign[] => {
  const taken = new Set<number>();
  const kept: PlacedSign[] = [];
  for (const sign of signs.toSorted((a, b) => b.weight - a.weight || b.to - b.from - (a.to - a.from))) {
    const places = Array.from({ length: sign.to - sign.from }, (_, at) => sign.from + at);
    if (places.some((place) => taken.has(place))) continue;
    for (const place of places) taken.add(place);
    kept.push(sign);
  }
  return kept.toSorted((a, b) => a.from - b.from);
};
