import type { KnowledgeIndex } from '../retrieval/index.js';
import { knowledgeFacts } from './knowledge-facts.js';
import { prepareSubjects } from './matter/index.js';
import { trainedNetwork } from './network/index.js';
import { prepareStated } from './numbers/stated-anywhere.js';
import { prepareOutdated } from './outdated-passages.js';
import { prepareWholeQuotes } from './support/whole-quote.js';
import { knowledgeTables, prepareTables } from './tables/index.js';
import { riskModel } from './weighing/combine-signals.js';

/**
 * Works out what the checks need of a whole index, so that no answer waits for it; without it the first one does.
 * @param asOf local ISO day for which the tables in force are read.
 */
export const prepareVerification = (index: KnowledgeIndex, asOf: string): void => {
  riskModel();
  trainedNetwork();
  knowledgeFacts(index);
  prepareWholeQuotes(index);
  prepareOutdated(index, asOf);
  prepareStated(index);
  prepareSubjects(index);
  prepareTables(knowledgeTables(index, asOf));
};
