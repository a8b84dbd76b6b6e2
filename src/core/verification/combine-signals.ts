import type { Finding, OperatingPoint, Passage, Verdict } from '../../schema/index.js';
import type { CheckInput, Signal } from './check.js';
import { CHECKS } from './checks/index.js';
import { FEATURE_NAMES, featureVector, type SignalsByCheck } from './features.js';
import { probability, RiskModel } from './risk-model.js';
import modelJson from './risk-model.json' with { type: 'json' };

/** The judgement of all checks together, before it is written as a verdict. */
export interface Judgement extends Pick<Verdict, 'label' | 'score' | 'band' | 'reason' | 'findings'> {
  for: readonly Passage[];
  against: readonly Passage[];
}

const FINDINGS_MAX = 3;
/** Weakest signal against a claim that is told as a finding. */
const TOLD_MIN = 0.25;

interface LoadedModel extends RiskModel {
  /** Place of each of the model's features in `FEATURE_NAMES`. */
  places: readonly number[];
}

let model: LoadedModel | null = null;

/**
 * The trained model. A check that it was not trained with is not weighed, and still gives findings.
 * @throws {Error} when the model weighs something that no check says any more.
 */
export const riskModel = (): LoadedModel => {
  if (model !== null) return model;
  const parsed = RiskModel.parse(modelJson);
  const places = parsed.features.map((name) => FEATURE_NAMES.indexOf(name));
  if (places.includes(-1))
    throw new Error('risk-model.json weighs features that are gone: run the training again');
  model = { ...parsed, places };
  return model;
};

/** Signals that decide by themselves, whatever the model says: a contact or an act that nothing shows. */
const decidesAlone = (name: string, signal: Signal): boolean =>
  signal.relation === 'absent' && signal.strength >= 1 && (name === 'entity' || name === 'unauthorised-act');

/** Least strength at which these checks refute a claim by themselves: there, none was wrong in training. */
const REFUTES_MIN: Readonly<Record<string, number>> = { 'time-window': 0.9, permission: 0.9 };

const refutes = (name: string, signal: Signal): boolean =>
  signal.relation === 'contradicts' && signal.strength >= (REFUTES_MIN[name] ?? Number.POSITIVE_INFINITY);

/**
 * Weighs the signals: risk and label by the model, band by the operating point's thresholds. No claim fails without a
 * finding that says why.
 */
export const combineSignals = (
  input: CheckInput,
  signals: SignalsByCheck,
  operatingPoint: OperatingPoint,
): Judgement => {
  const { risk: riskTrees, contradiction, thresholds, places } = riskModel();
  const all = featureVector(input, signals);
  const vector = places.map((place) => all[place] ?? 0);
  const alone = [...signals].some(([name, signal]) => decidesAlone(name, signal));
  const refuted = [...signals].some(([name, signal]) => refutes(name, signal));
  const shown = signals.get('unauthorised-act')?.relation === 'supports';
  const risk = alone || refuted ? 0.99 : shown ? 0.05 : probability(riskTrees, vector);
  const { failing, verified } = thresholds[operatingPoint];
  const against = [...signals].filter(([, signal]) => signal.relation === 'contradicts');
  const supporting = [...signals].filter(([, signal]) => signal.relation === 'supports');
  const label =
    risk < Math.max(verified, Math.min(0.5, failing))
      ? 'supported'
      : !refuted && (alone || probability(contradiction, vector) < 0.5)
        ? 'unsupported'
        : 'contradicted';
  const findings = findingsOf(signals);
  const band =
    risk >= failing && findings.length > 0
      ? 'failing'
      : label === 'supported' && risk <= verified && mayVerify(input, signals)
        ? 'verified'
        : 'not_verified';
  return {
    label: band === 'failing' && label === 'supported' ? 'unsupported' : label,
    score: 1 - risk,
    band,
    reason:
      band === 'failing'
        ? label === 'contradicted'
          ? 'contradicted_by_evidence'
          : 'no_evidence'
        : band === 'verified'
          ? 'supported_by_evidence'
          : 'undecided',
    findings: band === 'verified' ? [] : findings,
    for: supporting.sort(byStrength).flatMap(([, signal]) => signal.passages),
    against: band === 'verified' ? [] : against.sort(byStrength).flatMap(([, signal]) => signal.passages),
  };
};

const byStrength = (a: readonly [string, Signal], b: readonly [string, Signal]): number =>
  b[1].strength - a[1].strength;

/** Least share of the claim's words that the evidence must hold for it to count as verified. */
const VERIFIED_COVERAGE_MIN = 0.5;

/** What "verified" needs beside a low risk: its topic in one passage, every number bound, no opposite. */
const mayVerify = (input: CheckInput, signals: SignalsByCheck): boolean => {
  if (signals.get('unauthorised-act')?.relation === 'supports') return true;
  const best = input.evidence[0];
  if (best === undefined || Math.max(best.coverage, best.coverage_in_context) < VERIFIED_COVERAGE_MIN)
    return false;
  if (!input.quantities.every((item) => item.is_premise || item.derived !== null || item.equal !== null))
    return false;
  return ![...signals.values()].some((signal) => signal.relation === 'contradicts' && signal.strength >= 0.5);
};

const findingsOf = (signals: SignalsByCheck): Finding[] => {
  const order = new Map(CHECKS.map((check, i) => [check.name, i]));
  return [...signals]
    .flatMap(([check, signal]) =>
      signal.finding !== null && signal.strength >= TOLD_MIN
        ? [{ check, signal, finding: signal.finding }]
        : [],
    )
    .sort(
      (a, b) =>
        Number(b.signal.relation === 'contradicts') - Number(a.signal.relation === 'contradicts') ||
        b.signal.strength - a.signal.strength ||
        (order.get(a.check) ?? 0) - (order.get(b.check) ?? 0),
    )
    .slice(0, FINDINGS_MAX)
    .map(({ check, finding }) => ({ kind: finding.kind, check, message: finding.message }));
};
