import type {
  Finding,
  OperatingPoint,
  OperatingThresholds,
  Passage,
  Verdict,
} from '../../../schema/index.js';
import type { CheckInput, Signal } from '../check.js';
import { isShownByCase } from '../customer-case/shown-by-case.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { verifiableShare } from '../support/may-verify.js';
import { FEATURE_NAMES, featureVector, laneSignals, type SignalsByCheck } from './features.js';
import { findingsOf, tellsWhy } from './findings.js';
import { type Lane, laneOf, precisionAgainst, tellsOfSilence } from './lanes.js';
import { isForPolicies, noClauseFinding, riskAloneFor } from './no-clause.js';
import { probability, RiskModel } from './risk-model.js';
import modelJson from './risk-model.json' with { type: 'json' };

/** The judgement of all checks together, before it is written as a verdict. */
export interface Judgement extends Pick<Verdict, 'label' | 'score' | 'band' | 'reason' | 'findings'> {
  /** Whether a proof, or a lane that decides alone, refutes the claim: no model may say otherwise. */
  is_proven: boolean;
  for: readonly Passage[];
  against: readonly Passage[];
}

/** What the bot says it did is shown by a tool result, not by a clause that says it is done. */
const UNAUTHORISED = 'unauthorised-act';

/** Risk of a claim that a check refutes for certain, most of one that a lane refutes, and of one that is shown. */
const REFUTED_RISK = 0.99;
const LANE_RISK_MAX = 0.97;
const SHOWN_RISK = 0.02;

interface LoadedModel extends RiskModel {
  /** Place of each of the model's features in `FEATURE_NAMES`; −1 for one that no check says any more. */
  places: readonly number[];
}

let model: LoadedModel | null = null;

/** The trained model. A check that it was not trained with is not weighed; one that is gone is silent to it. */
export const riskModel = (): LoadedModel => {
  if (model !== null) return model;
  const parsed = RiskModel.parse(modelJson);
  model = { ...parsed, places: parsed.features.map((name) => FEATURE_NAMES.indexOf(name)) };
  return model;
};

/**
 * Signals that decide alone by what they are, however few claims there were to measure them on (docs/accuracy.md,
 * "Proofs"): a contact, act, item or favour that nothing shows; an act closed at its time, an exception that is ruled
 * out, a thing that is denied, a promise that nobody may make, a sum that does not come out, another count of how often, a clause
 * repeated but for its number, a limit moved past the customer's own number.
 */
const PROOFS: readonly (Pick<Signal, 'relation' | 'strength'> & { check: string })[] = [
  { check: 'entity', relation: 'absent', strength: 1 },
  { check: 'unauthorised-act', relation: 'absent', strength: 1 },
  { check: 'table', relation: 'absent', strength: 1 },
  { check: 'fabricated', relation: 'absent', strength: 0.9 },
  { check: 'time-window', relation: 'contradicts', strength: 0.9 },
  { check: 'permission', relation: 'contradicts', strength: 0.8 },
  { check: 'denied-existence', relation: 'contradicts', strength: 1 },
  { check: 'arithmetic', relation: 'contradicts', strength: 0.9 },
  { check: 'anchor', relation: 'contradicts', strength: 0.7 },
  { check: 'money', relation: 'contradicts', strength: 1 },
  { check: 'numeric', relation: 'contradicts', strength: 1 },
  { check: 'deadline', relation: 'contradicts', strength: 1 },
  { check: 'another-desk', relation: 'contradicts', strength: 0.5 },
  { check: 'forbidden-promise', relation: 'contradicts', strength: 0.75 },
  { check: 'moved-limit', relation: 'contradicts', strength: 0.7 },
];

/**
 * Checks of numbers that decide only where the model does not hold the claim for right. On operators that nobody had read four in
 * five of the claims that they refuted at a low risk were right (docs/accuracy.md, "Proofs"). What a policy denies or rules out is
 * never among them: a promise that it rules out has nearly all of its words.
 */
const OVERRULED: ReadonlySet<string> = new Set(['arithmetic', 'anchor', 'numeric']);
const HELD_RIGHT_RISK = 0.4;

type LaneSignal = Pick<Signal, 'relation' | 'strength'>;

/** The risk that is left of a claim which repeats a whole clause in force; null where that is not known to decide alone. */
export const riskOfWholeQuote = (): number | null => {
  const lane = laneOf(riskModel().lanes, 'near-verbatim', { relation: 'supports', strength: 1 });
  return lane?.decides === true ? 1 - lane.precision : null;
};

const proofOf = (name: string, signal: LaneSignal): boolean =>
  PROOFS.some(
    ({ check, relation, strength }) =>
      check === name && relation === signal.relation && signal.strength >= strength,
  );

/** The surest lanes against a claim and for it, of those that outweigh the model. */
interface Decisive {
  against: Lane | null;
  for: Lane | null;
  /** Checks of all lanes that decide against it. */
  refuting: readonly string[];
}

const laneRisk = (lane: Lane | null): number => Math.min(LANE_RISK_MAX, lane?.precision ?? 0);

const decisiveLanes = (lanes: readonly Lane[], signals: ReadonlyMap<string, LaneSignal>): Decisive => {
  const found: Pick<Decisive, 'against' | 'for'> = { against: null, for: null };
  const refuting: string[] = [];
  for (const [name, signal] of signals) {
    const lane = laneOf(lanes, name, signal);
    if (lane === null || !lane.decides) continue;
    const side = lane.relation === 'supports' ? 'for' : 'against';
    if (side === 'against') refuting.push(name);
    if (lane.precision > (found[side]?.precision ?? 0)) found[side] = lane;
  }
  return { ...found, refuting };
};

/** What outweighs the model, and the risk that is left. */
interface Outweighed<S extends LaneSignal> {
  risk: number;
  proof: S | null;
  decisive: Decisive;
}

/**
 * The risk of a claim: proofs and lanes that decide say it, or bound what the model weighs, unless it holds the claim for right and
 * they are all among those that it overrules; the model is asked where its answer counts. A claim that they refute fails
 * (`failing` is the risk from which a claim does).
 */
export const outweigh = <S extends LaneSignal>(
  weigh: () => number,
  signals: ReadonlyMap<string, S>,
  lanes: readonly Lane[],
  failing: number,
): Outweighed<S> => {
  const proofs = [...signals].filter(([name, signal]) => proofOf(name, signal));
  const proof = (proofs.find(([name]) => !OVERRULED.has(name)) ?? proofs[0])?.[1] ?? null;
  const decisive = decisiveLanes(lanes, signals);
  const refuting = [...proofs.map(([name]) => name), ...(decisive.for === null ? decisive.refuting : [])];
  if (refuting.length > 0) {
    const mayOverrule = refuting.every((name) => OVERRULED.has(name));
    if (proof !== null && !mayOverrule) return { risk: Math.max(REFUTED_RISK, failing), proof, decisive };
    const weighed = weigh();
    const least = proof !== null ? REFUTED_RISK : laneRisk(decisive.against);
    const isOverruled = mayOverrule && weighed < HELD_RIGHT_RISK;
    return { risk: isOverruled ? weighed : Math.max(weighed, least, failing), proof, decisive };
  }
  if (isShownByCase(signals)) return { risk: SHOWN_RISK, proof, decisive };
  if (decisive.for !== null && decisive.against === null)
    return { risk: 1 - decisive.for.precision, proof, decisive };
  return { risk: weigh(), proof, decisive };
};

/** The risk of a claim from its features alone; `failing` is that of one that is refuted, at least. */
export const riskOfVector = (features: readonly number[], failing: number): number => {
  const { risk, places, lanes } = riskModel();
  const weigh = (): number =>
    probability(
      risk,
      places.map((place) => features[place] ?? 0),
    );
  return outweigh(weigh, laneSignals(FEATURE_NAMES, features), lanes, failing).risk;
};

/** What a verdict says of a risk: how likely the claim is right. */
export const scoreOf = (risk: number): number => Math.round((1 - risk) * 10_000) / 10_000;

/**
 * Weighs the signals. Lanes that were hardly ever wrong decide; else the model gives the risk and the operating point's
 * thresholds the band. A claim that no check speaks against fails from a higher risk on, as one that no clause bears out; none that
 * a lane which decides is against is verified.
 */
export const combineSignals = (
  input: CheckInput,
  said: SignalsByCheck,
  operatingPoint: OperatingPoint,
  thresholds: OperatingThresholds = riskModel().thresholds,
): Judgement => {
  const { risk: riskTrees, contradiction, places, lanes } = riskModel();
  const signals = standing(input, said);
  let vector: readonly number[] | null = null;
  const features = (): readonly number[] => {
    if (vector !== null) return vector;
    const all = featureVector(input, signals);
    vector = places.map((place) => all[place] ?? 0);
    return vector;
  };
  const { failing, risk_alone, verified } = thresholds[operatingPoint];
  const { risk, proof, decisive } = outweigh(
    () => probability(riskTrees, features()),
    signals,
    lanes,
    failing,
  );
  const label =
    risk < Math.max(verified, Math.min(0.5, failing))
      ? 'supported'
      : proof !== null || decisive.against !== null
        ? (proof ?? decisive.against)?.relation === 'contradicts'
          ? 'contradicted'
          : 'unsupported'
        : probability(contradiction, features()) < 0.5
          ? 'unsupported'
          : 'contradicted';
  const isSpokenAgainst = proof?.finding != null || tellsWhy(signals, lanes);
  const failsAlone =
    !isSpokenAgainst &&
    !isBorneOut(signals) &&
    risk >= Math.max(failing, riskAloneFor(input, risk_alone)) &&
    isForPolicies(input);
  const fails = failsAlone || (isSpokenAgainst && risk >= failing);
  const isContradicted = label === 'contradicted' && !failsAlone;
  const findings = findingsOf(signals, lanes, label);
  const isVerified =
    !fails &&
    label === 'supported' &&
    proof === null &&
    decisive.against === null &&
    risk <= verified &&
    risk <= verified * verifiableShare(input, signals);
  return {
    label: failsAlone || (fails && label === 'supported') ? 'unsupported' : label,
    score: scoreOf(risk),
    band: fails ? 'failing' : isVerified ? 'verified' : 'not_verified',
    reason: fails
      ? isContradicted
        ? 'contradicted_by_evidence'
        : 'no_evidence'
      : isVerified
        ? isShownByCase(signals)
          ? 'supported_by_case_facts'
          : 'supported_by_evidence'
        : 'undecided',
    is_proven: fails && (proof !== null || decisive.against !== null),
    findings: isVerified ? [] : failsAlone ? unsaid(input, findings) : findings,
    for: supporting(input, signals),
    against: isVerified ? [] : contradicting(signals, lanes, proof),
  };
};

/** Checks that read numbers, bounds and order, which the network hardly does, and from which strength on one bears a claim out. */
const EXACT: ReadonlySet<string> = new Set([
  ...['numeric', 'money', 'deadline', 'time-window', 'table', 'arithmetic', 'case-fact'],
]);
const BORNE_OUT_MIN = 0.5;

/** Whether an exact check bears a claim out: then no risk alone lets it fail. */
const isBorneOut = (signals: SignalsByCheck): boolean =>
  [...signals].some(
    ([name, { relation, strength }]) =>
      EXACT.has(name) && relation === 'supports' && strength >= BORNE_OUT_MIN,
  );

/** Why a claim fails that no check speaks against: what no policy mentions, else that no clause bears it out. */
const unsaid = (input: CheckInput, findings: readonly Finding[]): Finding[] => {
  const silent = findings.filter(({ check }) => tellsOfSilence(check));
  return silent.length > 0 ? silent : [noClauseFinding(input)];
};

/**
 * What counts of what the checks said: of a claim that repeats a clause in force, asked about that very thing, nothing
 * that other clauses say of other cases. What the same clause says beside it still counts.
 */
const standing = ({ quoted }: CheckInput, said: SignalsByCheck): SignalsByCheck =>
  quoted === null || !quoted.settles
    ? said
    : new Map(
        [...said].filter(
          ([name, { relation, passages }]) =>
            relation === 'supports' ||
            name === UNAUTHORISED ||
            (!quoted.is_whole && passages.some(({ id }) => id === quoted.passage.id)),
        ),
      );

/** How much less often right than the surest a check may be for its passages to be cited against a claim. */
const LESS_SURE_MAX = 0.15;
/** Weakest signal against a claim whose passages are cited. */
const CITED_STRENGTH_MIN = 0.2;

/**
 * What speaks against a claim, the surest check's first: a check that is often wrong adds nothing to one that hardly is, and a
 * hint is no evidence.
 */
const contradicting = (signals: SignalsByCheck, lanes: readonly Lane[], proof: Signal | null): Passage[] => {
  const found = [...signals]
    .filter(([, { relation }]) => relation === 'contradicts')
    .map(([name, signal]) => ({
      signal,
      precision: signal === proof ? 1 : precisionAgainst(lanes, name, signal),
    }))
    .sort((a, b) => b.precision - a.precision || b.signal.strength - a.signal.strength);
  const best = found[0]?.precision ?? 0;
  return found
    .filter(
      ({ signal, precision }) => signal.strength >= CITED_STRENGTH_MIN && precision >= best - LESS_SURE_MAX,
    )
    .flatMap(({ signal }) => signal.passages);
};

/** Checks that compare clauses and look at no number. */
const NUMBERLESS: ReadonlySet<string> = new Set(['opposed-clause', 'polarity']);

/** What speaks for a claim, strongest first; by a check that looks at no number none with another than the claim's. */
const supporting = ({ quantities, evidence }: CheckInput, signals: SignalsByCheck): Passage[] => {
  const hasOther = ({ id }: Passage): boolean =>
    evidence.some(
      ({ passage, reading }) =>
        passage.id === id &&
        quantities.some(({ quantity }) => {
          const own = reading.quantities.filter((other) => comparable(other, quantity));
          return own.length > 0 && !own.some((other) => sameValue(other, quantity));
        }),
    );
  return [...signals]
    .filter(([, { relation }]) => relation === 'supports')
    .sort(([, a], [, b]) => b.strength - a.strength)
    .flatMap(([name, { passages }]) =>
      NUMBERLESS.has(name) ? passages.filter((passage) => !hasOther(passage)) : passages,
    );
};
