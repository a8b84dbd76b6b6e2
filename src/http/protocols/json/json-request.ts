import { GroundingError } from '../../../core/errors.js';
import { Language } from '../../../schema/index.js';
import { namedConversation } from '../../conversation.js';
import type { ReadRequest, RequestPlace } from '../../relay/index.js';
import { pointedPlaces } from './json-pointer.js';
import { relaySettings } from './relay-settings.js';

const firstAt = (body: unknown, pointer: string | null): unknown =>
  pointer === null ? undefined : pointedPlaces(body, pointer)[0]?.value;

/** "fr", "fr-CA" → fr; anything else is detected. */
const languageOf = (value: unknown): Language | null =>
  Language.safeParse(typeof value === 'string' ? value.toLowerCase().split(/[-_]/)[0] : null).data ?? null;

/** @throws {GroundingError} request-invalid where the question is missing. */
export const readJsonRequest = (body: unknown, { headers, route }: RequestPlace): ReadRequest => {
  const settings = relaySettings(route);
  const question = firstAt(body, settings.question);
  if (typeof question !== 'string') {
    throw new GroundingError('request-invalid', {
      detail: `There is no question at ${settings.question}: routes.${route.name}.relay.question says where it is.`,
      pointer: settings.question,
    });
  }
  const conversation = firstAt(body, settings.conversation);
  const isNamed = typeof conversation === 'string' || typeof conversation === 'number';
  return {
    history: { turns: [{ role: 'user', content: question }], toolResults: [] },
    messageCount: 1,
    conversation_id: namedConversation(
      headers,
      isNamed ? { conversation_id: String(conversation) } : null,
      settings.conversation ?? undefined,
    ),
    streamed: false,
    model: null,
    language: languageOf(firstAt(body, settings.language)),
  };
};
