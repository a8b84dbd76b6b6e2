import { describeDeliveryStore } from '../contract/index.js';
import { MemoryDeliveryStore } from './memory-deliveries.js';
import { MemoryHandoffStore } from './memory-handoffs.js';

describeDeliveryStore('memory', async () => {
  const handoffs = new MemoryHandoffStore();
  let newest = 0;
  handoffs.feed.subscribe(({ seq }) => {
    newest = seq;
  });
  return {
    storage: { handoffs, deliveries: new MemoryDeliveryStore(() => newest) },
    dispose: async () => undefined,
  };
});
