// Bundles what the pages load (scripts, style sheets, the icon) into a folder: `node scripts/build-pages.mjs [FOLDER]`.
// What is added here is also named in src/console/assets.ts.
import { build } from 'esbuild';

await build({
  entryPoints: [
    'src/console/client/desk.ts',
    'src/console/client/htmx.ts',
    'src/console/client/playground.ts',
    'src/console/client/readings.ts',
    'src/console/client/shell.ts',
    'src/console/styles/account.css',
    'src/console/styles/dark.css',
    'src/console/styles/deliveries.css',
    'src/console/styles/desk.css',
    'src/console/styles/overview.css',
    'src/console/styles/playground.css',
    'src/console/styles/plumbline.svg',
    'src/console/styles/problems.css',
    'src/console/styles/readings.css',
    'src/console/styles/system.css',
  ],
  entryNames: '[name]',
  outdir: process.argv[2] ?? 'dist/assets',
  bundle: true,
  minify: true,
  platform: 'browser',
  target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
  format: 'esm',
  loader: { '.svg': 'copy' },
  logLevel: 'warning',
});
