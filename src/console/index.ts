export { assetRoutes, CONSOLE_ASSETS, type FindAsset } from './assets.js';
export { type PlaygroundOptions, playgroundRoutes } from './playground/index.js';
export { type ConsoleOptions, consolePages } from './serve-pages.js';
export { viewOf } from './view.js';
