import type { OperatingPoint, Verdict } from '../../schema/index.js';
import { riskModel } from './combine-signals.js';
import type { KnowledgeInForce } from './verification-of.js';

/**
 * The risk of a claim as it counts at its place among the claims of an answer (0 is the first): its odds over the square
 * root of how many were checked up to it. Each further claim is one more chance of a false alarm, and an operating
 * point promises a rate of answers, however long they are; the error allowed is spent as the claims come, since a stream
 * doesn't know how many will (alpha spending, Lan and DeMets 1983). The root was measured (docs/accuracy.md).
 */
export const riskAtPlace = (risk: number, place: number): number => {
  const spent = Math.sqrt(place + 1);
  return risk / (risk + spent * (1 - risk));
};

/**
 * The verdict on a claim at its place in an answer: what fails by its risk alone, and would not at this place, is not
 * verified. What is refuted fails at any place.
 */
export const verdictAtPlace = (
  verdict: Verdict,
  place: number,
  point: OperatingPoint,
  { thresholds = riskModel().thresholds }: Pick<KnowledgeInForce, 'thresholds'>,
): Verdict =>
  verdict.band !== 'failing' ||
  verdict.is_proven === true ||
  place === 0 ||
  riskAtPlace(1 - verdict.score, place) >= thresholds[point].failing
    ? verdict
    : { ...verdict, band: 'not_verified', reason: 'undecided' };
