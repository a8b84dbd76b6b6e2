import type { FiguresStore } from '../../src/core/ports.js';

type Rows<Name extends keyof FiguresStore> = Awaited<ReturnType<FiguresStore[Name]>>;

/** Counts as a test sets them. */
export class MemoryFigures implements FiguresStore {
  counted: { [Name in keyof FiguresStore]: Rows<Name> } = {
    answers: [],
    conversations: [],
    handoffs: [],
    offers: [],
    agents: [],
    queue: { waiting: 0, claimed: 0, oldest_waiting_at_ms: null },
  };

  answers = async () => this.counted.answers;
  conversations = async () => this.counted.conversations;
  handoffs = async () => this.counted.handoffs;
  offers = async () => this.counted.offers;
  agents = async () => this.counted.agents;
  queue = async () => this.counted.queue;
}
