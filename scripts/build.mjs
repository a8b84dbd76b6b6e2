// Bundles the Node entry and the benchmark; packages stay outside, so that native parts load as installed. Then what
// the pages load: scripts, style sheets and the icon.
import { build } from 'esbuild';

await build({
  entryPoints: { node: 'src/node.ts', bench: 'src/bench/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  logLevel: 'warning',
});

await import('./build-pages.mjs');
