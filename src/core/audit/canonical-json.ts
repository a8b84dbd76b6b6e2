/** A member name that JSON writes as it is. */
const PLAIN_KEY = /^[\w./:-]*$/;

/**
 * JSON with one spelling per value, as RFC 8785 writes it: members sorted by UTF-16 code units, no white space,
 * members without a value left out.
 * @throws {TypeError} for what JSON cannot say: NaN, infinities, functions, symbols, big integers.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('Only finite numbers have a canonical form.');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} has no canonical form.`);
  let members = '';
  // Without a comparator, `sort` compares UTF-16 code units.
  for (const key of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, key);
    if (member === undefined) continue;
    if (members !== '') members += ',';
    members += `${PLAIN_KEY.test(key) ? `"${key}"` : JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}
