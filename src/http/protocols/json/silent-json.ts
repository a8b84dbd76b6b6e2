import { JSON_TYPE, type SilentReply, type SilentRequest } from '../../relay/index.js';
import { SSE_TYPE, sseData } from '../../sse.js';
import { isNdjson, NDJSON_TYPE } from './ndjson.js';
import { relaySettings } from './relay-settings.js';

/** A reply with an empty text at the first of the route's answers; streamed where the caller accepts only that. */
export const silentJson = ({ headers, route }: SilentRequest): SilentReply => {
  const { answers, done } = relaySettings(route);
  const [answer = ''] = answers;
  const accepted = headers.get('accept') ?? '';
  const isEvents = /^text\/event-stream\b/i.test(accepted);
  if (!isEvents && !isNdjson(accepted)) {
    return { contentType: JSON_TYPE, chunks: [JSON.stringify(valueAt(answer, '', null))] };
  }
  const last = valueAt(answer, '', done === null ? null : valueAt(done, true, null));
  const frame = (value: unknown): string =>
    isEvents ? sseData(JSON.stringify(value)) : `${JSON.stringify(value)}\n`;
  return {
    contentType: isEvents ? SSE_TYPE : NDJSON_TYPE,
    chunks: [frame(valueAt(answer, '', null)), frame(last)],
  };
};

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
