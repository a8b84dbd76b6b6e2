export { compareWindows, type WindowRelation } from './compare-windows.js';
export { ANY_EVENT, compareMoments, type Interval, liesIn, type Moment, overlap } from './interval.js';
export { isGrant, type Match, type MatchContext, matchPropositions } from './match-propositions.js';
export { type Position, positionOf } from './position.js';
export { type Proposition, propositionsOf } from './proposition.js';
export { type Stance, stanceOf } from './stance.js';
export { NO_WINDOW, type OpenInterval, type Window, windowOf } from './window.js';
