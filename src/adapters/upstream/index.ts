// The door for Node. Workers import ./fetch-upstream.js, so that undici stays out of their bundle.
export { undiciUpstream } from './undici-upstream.js';
export { type UpstreamOptions, upstreamCredential } from './upstream-options.js';
