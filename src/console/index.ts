export {
  CONSOLE_ASSETS,
  CONSOLE_PUBLIC_PATHS,
  type ConsoleAsset,
  type ConsoleOptions,
  consoleRoutes,
} from './routes.js';
