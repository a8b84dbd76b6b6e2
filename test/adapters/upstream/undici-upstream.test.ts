import { undiciUpstream } from '../../../src/adapters/upstream/index.js';
import { describeUpstream } from '../../contract/upstream.js';

describeUpstream('undici', undiciUpstream);
