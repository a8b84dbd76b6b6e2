import { v7 } from 'uuid';
import type { Ids } from '../../core/ports.js';

/** UUIDs of version 7, in the order of making within this process. */
export const uuidIds: Ids = { next: () => v7() };
