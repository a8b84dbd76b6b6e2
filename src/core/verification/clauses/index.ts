export { type Adjunct, tiesOf } from './adjuncts.js';
export { type Clause, clausesOf, keysBetween, type Limit, limitBegins } from './clause.js';
export { type ClausePair, pairClauses, shareOf } from './pair-clauses.js';
export { type Stand, standOf } from './stand.js';
export { type ClauseWindow, segmentsOf, windowsOf } from './windows.js';
