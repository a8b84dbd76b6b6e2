import { conformance } from './command.js';

process.exitCode = await conformance(process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  progress: (line) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${line}\u001b[K`);
  },
});
