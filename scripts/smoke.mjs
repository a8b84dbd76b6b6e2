// The main job on this installation: start the product as README says, ask the demo bot a question whose scripted
// answer is wrong, and see that the invention does not come through. Exits 0 when it did not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const PORT = 18787;
const BASE = `http://127.0.0.1:${PORT}`;
const START_MS = 60_000;

const server = spawn(
  'npm',
  ['start', '--', '--port', String(PORT), '--demo-port', String(PORT + 1), '--storage', 'sqlite::memory:'],
  {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  },
);
const stop = () => process.kill(-server.pid, 'SIGTERM');

const ready = async () => {
  const until = Date.now() + START_MS;
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`npm start ended with ${server.exitCode}`);
    const answer = await fetch(`${BASE}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`not ready within ${START_MS} ms`);
};

const ask = async (stream) => {
  const answer = await fetch(`${BASE}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'demo',
      stream,
      messages: [
        {
          role: 'user',
          content: 'My grandmother died and I already flew. Can I claim the bereavement fare after the trip?',
        },
      ],
    }),
  });
  const text = await answer.text();
  const decision = stream
    ? /: plumbline .*"decision":"(\w+)"/.exec(text)?.[1]
    : answer.headers.get('x-plumbline-decision');
  if (!answer.ok || decision === undefined || decision === null || decision === 'pass') {
    throw new Error(`stream=${stream}: status ${answer.status}, decision ${decision}\n${text}`);
  }
  console.log(`smoke: stream=${stream} decision=${decision}`);
};

try {
  await ready();
  await ask(false);
  await ask(true);
} catch (error) {
  console.error(`smoke failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  stop();
  await once(server, 'exit');
}
