export { serveLiveKeys, serveLiveTokens } from './live-routes.js';
