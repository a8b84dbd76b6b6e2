import { GroundingError } from '../../core/errors.js';

/** Where the next page of a list goes on: the numbers that it is sorted by, then the id of the last item. */
export interface PagePosition {
  numbers: number[];
  id: string;
}

export const pageCursor = ({ numbers, id }: PagePosition): string => [...numbers, id].join('_');

/**
 * @param count how many numbers the list is sorted by.
 * @throws {GroundingError} request-invalid, pointer /cursor.
 */
export function positionOf(cursor: string, count: 1 | 2): PagePosition {
  const [, numbers, id] = new RegExp(`^((?:\\d{1,16}_){${count}})(.+)$`).exec(cursor) ?? [];
  if (numbers === undefined || id === undefined) {
    const detail = 'The cursor is not one that a page of this list ended with.';
    throw new GroundingError('request-invalid', { detail, pointer: '/cursor' });
  }
  return { numbers: numbers.split('_').slice(0, count).map(Number), id };
}
