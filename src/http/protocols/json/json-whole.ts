import { GroundingError } from '../../../core/errors.js';
import { parseBotJson } from '../../exchange.js';
import type { ReplyOptions, WholeReply } from '../../relay/index.js';
import { answerPlaces, hasSentences, leaveOut, withoutRepeats } from './json-answer.js';
import { pointedPlaces } from './json-pointer.js';
import { relaySettings } from './relay-settings.js';

/**
 * Reads a bot's whole reply at the pointers of its route. Every answer is a text of its own.
 * @throws {GroundingError} upstream-invalid where words stand at none of them: nobody would check them.
 */
export const readJsonReply = (text: string, { route }: ReplyOptions): WholeReply => {
  const settings = relaySettings(route);
  const value = parseBotJson(text, "The bot's reply");
  const isChanged = leaveOut(value, settings);
  const places = answerPlaces(value, settings);
  if (places.length === 0 && hasSentences(value)) throw noAnswer(route.name);
  const reply: WholeReply = {
    value,
    isChanged,
    texts: places.map(({ pointer, value: said }, index) => ({
      index,
      text: said,
      replace: (delivered) => {
        reply.value = withoutRepeats(reply.value, said, delivered);
        pointedPlaces(reply.value, pointer)[0]?.set(delivered);
      },
    })),
    silent: [],
    usage: null,
  };
  if (places.length === 0) reply.silent.push(0);
  return reply;
};

export const noAnswer = (route: string): GroundingError =>
  new GroundingError('upstream-invalid', {
    detail: `The bot's reply has words, but none where routes.${route}.relay.answers says.`,
  });
