#!/usr/bin/env node
import { main } from './cli/main.js';

// Whoever reads our output may have had enough of it: `plumbline index | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
