// Bundles what the pages load (scripts, style sheets, the icon) into a folder: `node scripts/build-pages.mjs [FOLDER]`.
import { build } from 'esbuild';

await build({
  entryPoints: [
    'src/console/client/playground.ts',
    'src/console/styles/playground.css',
    'src/console/styles/plumbline.svg',
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
