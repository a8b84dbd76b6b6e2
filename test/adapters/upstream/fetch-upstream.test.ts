import { fetchUpstream } from '../../../src/adapters/upstream/fetch-upstream.js';
import { describeUpstream } from '../../contract/upstream.js';

describeUpstream('fetch', fetchUpstream);
