import type { AlignedPassage } from '../alignment.js';
import type { Check, CheckInput, Signal } from '../check.js';
import { quoted } from '../check.js';

/** Conditions of the policy that the claim drops, or of the claim that the policy does not know. */
export const conditionCheck: Check = {
  name: 'condition',
  run(input): Signal | null {
    const best = input.evidence[0];
    if (best === undefined || best.coverage < 0.4) return null;
    return droppedCondition(input, best) ?? addedCondition(input, best);
  },
};

const droppedCondition = (input: CheckInput, best: AlignedPassage): Signal | null => {
  let strongest: { words: string; strength: number } | null = null;
  const limiting = best.reading.statements.filter(
    (statement) => statement.role === 'condition' || statement.role === 'exception',
  );
  for (const statement of limiting) {
    let total = 0;
    let held = 0;
    for (const token of best.reading.tokens) {
      if (!token.is_content || token.start_char < statement.start_char || token.end_char > statement.end_char)
        continue;
      const key = token.concept ?? token.stem;
      const weight = input.facts.weight(key);
      total += weight;
      if (input.focus.own.has(key) || input.focus.context.has(key)) held += weight;
    }
    if (total === 0) continue;
    const strength = (1 - held / total) * best.coverage * (statement.role === 'exception' ? 0.7 : 1);
    if (strongest === null || strength > strongest.strength)
      strongest = {
        words:
          best.reading.tokens.length > 0
            ? best.passage.text.slice(statement.start_char, statement.end_char)
            : '',
        strength,
      };
  }
  const claimLimits = input.reading.statements.some(
    (statement) => statement.role !== 'main' && statement.role !== 'cause',
  );
  if (strongest === null || strongest.strength < 0.3) return null;
  const unlimited = input.reading.quantifiers.includes('quantifier.all') ? 1 : claimLimits ? 0.4 : 0.6;
  return {
    relation: 'contradicts',
    strength: strongest.strength * unlimited,
    finding: {
      kind: 'condition',
      message: `The policy makes this depend on ${quoted(strongest.words)}; the answer leaves that out.`,
    },
    passages: [best.passage],
  };
};

const addedCondition = (input: CheckInput, best: AlignedPassage): Signal | null => {
  const own = input.reading.statements.filter(
    (statement) => statement.role === 'condition' || statement.role === 'exception',
  );
  let strongest: { words: string; strength: number } | null = null;
  for (const statement of own) {
    let total = 0;
    let missing = 0;
    for (const token of input.reading.tokens) {
      if (!token.is_content || token.start_char < statement.start_char || token.end_char > statement.end_char)
        continue;
      const key = token.concept ?? token.stem;
      const weight = input.facts.weight(key);
      total += weight;
      if (
        !input.evidence.some((passage) => passage.facts.own.has(key) || passage.facts.surround.has(key)) &&
        !input.focus.context.has(key)
      )
        missing += weight;
    }
    if (total === 0) continue;
    const strength = (missing / total) * best.coverage;
    if (strength > 0.3 && (strongest === null || strength > strongest.strength))
      strongest = { words: input.claim.text.slice(statement.start_char, statement.end_char), strength };
  }
  return strongest === null
    ? null
    : {
        relation: 'absent',
        strength: strongest.strength,
        finding: { kind: 'condition', message: `No policy names the condition ${quoted(strongest.words)}.` },
        passages: [best.passage],
      };
};
