export { type PlaygroundOptions, playgroundRoutes } from './playground-routes.js';
