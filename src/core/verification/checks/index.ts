import type { Check } from '../check.js';
import { anchorCheck } from './anchor.js';
import { anotherDeskCheck } from './another-desk.js';
import { arithmeticCheck } from './arithmetic.js';
import { caseFactCheck } from './case-fact.js';
import { conditionCheck } from './condition.js';
import { deadlineCheck } from './deadline.js';
import { deniedExistenceCheck } from './denied-existence.js';
import { dependenceCheck } from './dependence.js';
import { effectiveDateCheck } from './effective-date.js';
import { entityCheck } from './entity.js';
import { exclusionCheck } from './exclusion.js';
import { fabricatedCheck } from './fabricated.js';
import { forbiddenPromiseCheck } from './forbidden-promise.js';
import { freeOfChargeCheck } from './free-of-charge.js';
import { moneyCheck } from './money.js';
import { movedLimitCheck } from './moved-limit.js';
import { nearVerbatimCheck } from './near-verbatim.js';
import { numericCheck } from './numeric.js';
import { opposedClauseCheck } from './opposed-clause.js';
import { overreachCheck } from './overreach.js';
import { permissionCheck } from './permission.js';
import { polarityCheck } from './polarity.js';
import { scopeCheck } from './scope.js';
import { substitutionCheck } from './substitution.js';
import { tableCheck } from './table.js';
import { timeWindowCheck } from './time-window.js';
import { unauthorisedActCheck } from './unauthorised-act.js';
import { unknownThingCheck } from './unknown-thing.js';

/** Every check, in the order in which their findings are told. */
export const CHECKS: readonly Check[] = [
  unauthorisedActCheck,
  effectiveDateCheck,
  tableCheck,
  moneyCheck,
  freeOfChargeCheck,
  numericCheck,
  deadlineCheck,
  movedLimitCheck,
  timeWindowCheck,
  anchorCheck,
  arithmeticCheck,
  permissionCheck,
  deniedExistenceCheck,
  opposedClauseCheck,
  polarityCheck,
  forbiddenPromiseCheck,
  conditionCheck,
  dependenceCheck,
  scopeCheck,
  overreachCheck,
  exclusionCheck,
  substitutionCheck,
  entityCheck,
  anotherDeskCheck,
  fabricatedCheck,
  unknownThingCheck,
  nearVerbatimCheck,
  caseFactCheck,
];
