import { JSON_TYPE, type SilentReply, type SilentRequest } from '../../relay/index.js';
import { SSE_TYPE, sseData } from '../../sse.js';
import { isNdjson, NDJSON_TYPE } from './ndjson.js';
import { type RelaySettings, relaySettings } from './relay-settings.js';

/** A reply with an empty text at the first of the route's answers; streamed where the caller accepts only that. */
export const silentJson = ({ headers, route }: SilentRequest): SilentReply => {
  const settings = relaySettings(route);
  const [answer = ''] = settings.answers;
  const accepted = headers.get('accept') ?? '';
  const isEvents = /^text\/event-stream\b/i.test(accepted);
  if (!isEvents && !isNdjson(accepted)) {
    return { contentType: JSON_TYPE, chunks: [JSON.stringify(valueAt(answer, '', null))] };
  }
  const last = valueAt(answer, '', lastJsonFrame(settings, null));
  const frame = (value: unknown): string =>
    isEvents ? sseData(JSON.stringify(value)) : `${JSON.stringify(value)}\n`;
  return {
    contentType: isEvents ? SSE_TYPE : NDJSON_TYPE,
    chunks: ['', frame(valueAt(answer, '', null)), frame(last)],
  };
};

/** The frame that a client takes for the last one; null where a stream ends with its bytes. */
export const lastJsonFrame = ({ done }: RelaySettings, within: unknown): unknown =>
  done === null ? null : valueAt(done, true, within);

/** The smallest value that has `value` at a JSON Pointer, within another one's members; `*` and numbers are elements. */
const valueAt = (pointer: string, value: unknown, within: unknown): unknown => {
  const build = (tokens: readonly string[], base: unknown): unknown => {
    const [token, ...rest] = tokens;
    if (token === undefined) return value;
    if (token === '*' || /^\d{1,3}$/.test(token)) {
      const list: unknown[] = Array.isArray(base) ? [...base] : [];
      const at = token === '*' ? 0 : Number(token);
      while (list.length < at) list.push(null);
      list[at] = build(rest, list[at]);
      return list;
    }
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    const members = typeof base === 'object' && base !== null && !Array.isArray(base) ? base : {};
    return { ...members, [key]: build(rest, Reflect.get(members, key)) };
  };
  return build(pointer.slice(1).split('/'), within);
};
