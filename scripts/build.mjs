// Bundles the Node entry, the benchmark, the conformance suite, the threads of training and of local models; packages stay
// outside, so that native parts load as installed. Then what the pages load: scripts, style sheets and the icon.
import { build } from 'esbuild';
import { NODE_BUNDLE } from './node-bundle.mjs';

await build({
  ...NODE_BUNDLE,
  entryPoints: {
    node: 'src/node.ts',
    bench: 'src/bench/main.ts',
    conformance: 'test/conformance/main.ts',
    'evaluation-worker': 'src/evaluation/training/worker.ts',
    'onnx-worker': 'src/adapters/graders/onnx/onnx-worker.ts',
  },
  outdir: 'dist',
  sourcemap: true,
});

await import('./build-pages.mjs');
