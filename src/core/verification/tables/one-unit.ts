import type { Quantity } from '../../../schema/index.js';
import { baseValue, UNITS } from '../../reading/index.js';
import type { Term } from './terms.js';

const ONE = /^(?:a|an|one|per|each|every|un|une|par|chaque|la|le)$/;

/** "A day", "par jour", "une journée": one of a unit of time, where a text says how long no number does. */
export const oneUnitsIn = (terms: readonly Term[]): Quantity[] =>
  terms.flatMap((term, at) => {
    const before = terms[at - 1];
    if (before === undefined || !ONE.test(before.form)) return [];
    const concept = term.concepts.find((each) => UNITS[each]?.kind === 'duration');
    const meaning = concept === undefined ? undefined : UNITS[concept];
    if (meaning === undefined) return [];
    return [
      {
        kind: 'duration',
        comparator: 'equal',
        value: meaning.factor,
        value_max: null,
        unit: meaning.unit,
        base_value: baseValue(meaning, meaning.factor),
        base_value_max: null,
        nouns: [],
        per: null,
        text: `${before.form} ${term.form}`,
        start_char: before.start_char,
        end_char: term.end_char,
      },
    ];
  });

const ONE_UNIT = /^(?:a|an|per|each|every|un|une|par|chaque|la|le) /;

/** Whether a period is one that `oneUnitsIn` read, and no number of the text's own. */
export const isOneUnit = ({ kind, text }: Quantity): boolean => kind === 'duration' && ONE_UNIT.test(text);
