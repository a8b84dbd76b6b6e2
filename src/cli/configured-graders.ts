import { onnxGrader } from '../adapters/graders/onnx/index.js';
import { deadlineAfter, systemClock, waitFor } from '../adapters/system/index.js';
import { outboundHttp } from '../adapters/webhooks/index.js';
import type { ClaimGrader, GradingStage } from '../core/verification/judge/index.js';
import type { GraderSettings } from '../schema/index.js';
import type { ModelsOptions } from './configured-models.js';
import { openRemoteGrader, remoteGraderName } from './remote-grader.js';

/** The grader that the settings name. @throws {GroundingError} config-invalid. */
export const openGrader = async (settings: GraderSettings, options: ModelsOptions): Promise<ClaimGrader> => {
  const { baseDir, metrics, onOpen } = options;
  switch (settings.kind) {
    case 'onnx': {
      const grader = await onnxGrader(settings, {
        baseDir,
        clock: systemClock,
        deadlineAfter,
        ...(metrics === undefined ? {} : { metrics }),
      });
      onOpen?.(() => grader.close());
      return grader;
    }
    default:
      return openRemoteGrader(settings, {
        http: outboundHttp(),
        clock: systemClock,
        deadlineAfter,
        wait: waitFor,
        readSecret: (variable) => process.env[variable] || null,
        ...(metrics === undefined ? {} : { metrics }),
      });
  }
};

/** The stage that a grader serves as. */
export const graderStage = (
  grader: ClaimGrader,
  { claims, evidence_chars }: Pick<GraderSettings, 'claims' | 'evidence_chars'>,
): GradingStage => ({ grader, claims, evidence_chars });

/** Kind and place of a grader, as people and records name it: "onnx:models/nli". */
export const graderName = (settings: GraderSettings): string => {
  switch (settings.kind) {
    case 'onnx':
      return `onnx:${settings.folder}`;
    default:
      return remoteGraderName(settings);
  }
};
