export { outboundHttp } from './outbound-http.js';
