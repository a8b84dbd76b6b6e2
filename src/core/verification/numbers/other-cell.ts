import type { Quantity } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import type { QuantityComparison } from './quantity-comparison.js';

/** Least lead of the fit of the cell that is meant over that of the one that has the claim's number. */
const LEAD = { row: 0.1, sure: 0.2, column: 0.05 } as const;
/** Strengths by how labelled answers told so are, wrong and right: 37 and 0, 12 and 3, 8 and 0, 22 and 5. */
const STRENGTH = { sure: 0.9, row: 0.75, rival: 0.85, column: 0.45 } as const;
/** Of the evidence, best first: the row that is meant is the first, or among the first where it has both numbers. */
const NEAREST = 3;

/**
 * How sure the claim's number is the one of another cell of the table: another row's than the row that its words fit
 * best, or another column's of that row; 0 where it is not. Several numbers of one claim may stand in several rows.
 */
export const fitOfOtherCell = (
  { equal, differing, quantity }: QuantityComparison,
  { evidence, quantities }: CheckInput,
): number => {
  if (equal === null || differing === null || isChange(quantity, differing.value.quantity)) return 0;
  const [own, meant] = [equal.passage.passage, differing.passage.passage];
  if (own.row === null || meant.row === null || own.block_id !== meant.block_id) return 0;
  const lead = differing.bind - equal.bind;
  const place = evidence.indexOf(differing.passage);
  if (own.id === meant.id) {
    if (lead <= LEAD.column || place >= NEAREST) return 0;
    return equal.role.zone === 'rival' && differing.role.zone === 'own' ? STRENGTH.rival : STRENGTH.column;
  }
  const isAlone = quantities.every((other) => other.quantity === quantity || other.is_premise);
  if (place !== 0 || lead <= LEAD.row || !isAlone) return 0;
  return lead > LEAD.sure ? STRENGTH.sure : STRENGTH.row;
};

/** "It goes from €38 to €49 with the larger one": the one cell and the other. */
const isChange = ({ value_max }: Quantity, cell: Quantity): boolean =>
  value_max !== null && cell.value === value_max;
