import { isObject } from '../../json.js';

/** A place in a JSON value that a pointer names. */
export interface PointedPlace {
  /** The pointer without wildcards: "/0/text". */
  pointer: string;
  value: unknown;
  set(value: unknown): void;
  remove(): void;
}

const decode = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
const encode = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where a JSON Pointer (RFC 6901) leads, in order; `*` stands for every element or member. */
export const pointedPlaces = (root: unknown, pointer: string): PointedPlace[] => {
  if (pointer === '') return [];
  let places: { pointer: string; value: unknown; holder: unknown; key: string }[] = [
    { pointer: '', value: root, holder: null, key: '' },
  ];
  for (const token of pointer.slice(1).split('/')) {
    places = places.flatMap(({ pointer: before, value }) =>
      membersOf(value, decode(token)).map(([key, member]) => ({
        pointer: `${before}/${encode(key)}`,
        value: member,
        holder: value,
        key,
      })),
    );
  }
  return places.map(({ pointer: at, value, holder, key }) => ({
    pointer: at,
    value,
    set: (next) => {
      if (Array.isArray(holder)) holder[Number(key)] = next;
      else if (isObject(holder)) holder[key] = next;
    },
    remove: () => {
      if (isObject(holder)) delete holder[key];
      else if (Array.isArray(holder)) holder[Number(key)] = null;
    },
  }));
};

const membersOf = (value: unknown, token: string): [string, unknown][] => {
  if (!isObject(value) && !Array.isArray(value)) return [];
  if (token === '*') return Object.entries(value);
  if (Array.isArray(value))
    return /^\d{1,9}$/.test(token) && Number(token) < value.length ? [[token, value[Number(token)]]] : [];
  return Object.hasOwn(value, token) ? [[token, value[token]]] : [];
};
