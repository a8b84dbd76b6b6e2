import { describeHandoffStore } from '../contract/index.js';
import { MemoryHandoffStore } from './memory-handoffs.js';

describeHandoffStore('memory', async () => {
  const handoffs = new MemoryHandoffStore();
  return { storage: { handoffs, feed: handoffs.feed }, dispose: async () => undefined };
});
