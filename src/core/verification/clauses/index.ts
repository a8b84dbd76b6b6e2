export { type Adjunct, tiesOf } from './adjuncts.js';
export { type Clause, clausesOf, keysBetween, type Limit, limitBegins, SAYING } from './clause.js';
export { deniedIn, isDeniedOf } from './denied-words.js';
export { type ClausePair, pairClauses } from './pair-clauses.js';
export { deniesTheWay, isSaidOfAnother } from './same-matter.js';
export { shareOf } from './share-of.js';
export { costsExclude, type Stand, standOf, standsExclude, tellsOfBound } from './stand.js';
export { type ClauseWindow, segmentsOf, windowsOf } from './windows.js';
