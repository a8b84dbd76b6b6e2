import { GroundingError } from '../../../core/errors.js';
import type { RelayConfig } from '../../../schema/index.js';
import type { RouteSettings } from '../../route-settings.js';

/** Where the question and the answers are, preset and own settings joined. */
export interface RelaySettings {
  path: string;
  question: string;
  answers: readonly string[];
  conversation: string | null;
  language: string | null;
  left_out: readonly string[];
  done: string | null;
}

type Preset = NonNullable<RelayConfig['preset']>;

/** The wire of bots that many operators run, as their makers document it. */
const PRESETS: Record<Preset, RelaySettings> = {
  // Rasa's REST channel: one message in, a list of messages out.
  rasa: {
    path: '/webhooks/rest/webhook',
    question: '/message',
    answers: ['/*/text'],
    conversation: '/sender',
    language: '/metadata/language',
    left_out: [],
    done: null,
  },
  // Activities of the Bot Framework, as Direct Line and `deliveryMode: expectReplies` return them.
  bot_framework: {
    path: '/api/messages',
    question: '/text',
    answers: ['/activities/*/text'],
    conversation: '/conversation/id',
    language: '/locale',
    left_out: ['/activities/*/speak', '/activities/*/summary'],
    done: null,
  },
  // Webhook of Dialogflow CX, in both spellings of its JSON.
  dialogflow_cx: {
    path: '',
    question: '/text',
    answers: ['/fulfillmentResponse/messages/*/text/text/*', '/fulfillment_response/messages/*/text/text/*'],
    conversation: '/sessionInfo/session',
    language: '/languageCode',
    left_out: [
      '/fulfillmentResponse/messages/*/outputAudioText',
      '/fulfillment_response/messages/*/output_audio_text',
    ],
    done: null,
  },
};

/** @throws {GroundingError} config-invalid: the schema lets no such route through, but a test's may. */
export const relaySettings = ({ name, config: { relay } }: RouteSettings): RelaySettings => {
  const preset = relay?.preset === undefined ? null : PRESETS[relay.preset];
  const question = relay?.question ?? preset?.question;
  const answers = relay?.answers ?? preset?.answers;
  if (question === undefined || answers === undefined) {
    throw new GroundingError('config-invalid', {
      detail: `routes.${name}.relay needs a preset, or question and answers.`,
    });
  }
  return {
    path: relay?.path ?? preset?.path ?? '',
    question,
    answers,
    conversation: relay?.conversation ?? preset?.conversation ?? null,
    language: relay?.language ?? preset?.language ?? null,
    left_out: relay?.left_out ?? preset?.left_out ?? [],
    done: relay?.done ?? preset?.done ?? null,
  };
};
