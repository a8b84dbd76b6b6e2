export { problemRoutes } from './problem-routes.js';
