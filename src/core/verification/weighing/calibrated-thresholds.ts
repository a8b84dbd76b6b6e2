import type { Calibration, OperatingThresholds } from '../../../schema/index.js';
import { networkContent } from '../network/index.js';
import { riskModel } from './combine-signals.js';

let build: string | null = null;

/** Names the trained model, its network included: another training gives another name. FNV-1a over its content, forwards and backwards. */
export const modelBuild = (): string => {
  if (build !== null) return build;
  const { places: _places, ...model } = riskModel();
  const text = JSON.stringify(model) + networkContent();
  let [forwards, backwards] = [0x811c9dc5, 0x811c9dc5];
  for (let i = 0; i < text.length; i++) {
    forwards = Math.imul(forwards ^ text.charCodeAt(i), 0x01000193);
    backwards = Math.imul(backwards ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
  build = `risk-${hex(forwards)}${hex(backwards)}`;
  return build;
};

/**
 * The highest risk at which a claim may be verified, whatever was fitted: where 98% of what qualified was right on
 * operators that the model had not seen (`balanced`), or less where the point itself is stricter.
 */
export const verifiedMax = (point: keyof OperatingThresholds): number =>
  Math.min(riskModel().thresholds[point].verified, riskModel().thresholds.balanced.verified);

/**
 * Why fitted thresholds cannot be used, in one sentence; null where they can: made for another model, or a `verified`
 * that is looser than the model's own measure.
 */
export const unusableCalibration = ({ model, knowledge_bases }: Calibration): string | null => {
  if (model !== modelBuild())
    return `it was fitted to the risk model ${model}, and this build has ${modelBuild()}`;
  for (const [base, { points }] of Object.entries(knowledge_bases))
    for (const name of ['cautious', 'balanced', 'permissive'] as const) {
      const { verified, failing } = points[name];
      if (verified > verifiedMax(name))
        return `"${base}.${name}.verified" is ${verified}, looser than the ${verifiedMax(name)} at which 98% of verified claims were right`;
      if (failing <= verified) return `"${base}.${name}.failing" is ${failing}, not above its "verified"`;
    }
  return null;
};
