import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/adapters/config/index.js';
import { calibrate } from '../../src/cli/calibrate.js';
import { checkAnswer } from '../../src/cli/check.js';
import { loadCalibration } from '../../src/cli/load-calibration.js';
import { Calibration } from '../../src/schema/index.js';

const YAML = 'storage: { url: "sqlite::memory:" }\n';

const operator = () => {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-calibrate-'));
  for (const name of ['policies', 'knowledge']) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, 'policies/bags.md'),
    '# Bags\n\nA second checked bag costs CAD 60 on all routes. Dogs and cats travel in the heated hold.\n',
  );
  writeFileSync(join(folder, 'plumbline.yaml'), YAML);
  const lines: string[] = [];
  const context = () => ({
    ...loadConfig(join(folder, 'plumbline.yaml'), folder),
    out: (line: string) => void lines.push(line),
    progress: () => undefined,
  });
  const name = (calibration: string) =>
    writeFileSync(join(folder, 'plumbline.yaml'), `${YAML}verification: { calibration: ${calibration} }\n`);
  return { folder, lines, context, name, file: join(folder, 'calibration.json') };
};

describe('plumbline calibrate', () => {
  it('writes thresholds that the check then uses', async () => {
    const { lines, context, name, file } = operator();
    expect(await calibrate({}, context())).toBe(0);
    expect(lines.join('\n')).toMatch(/default: 2 of its own sentences.*\n.*operating point/);
    expect(lines.join('\n')).toContain('! 0 right claims were reviewed');
    const calibration = Calibration.parse(JSON.parse(readFileSync(file, 'utf8')));
    const answer = { answer: 'A second checked bag costs CAD 60 on all routes.', json: true };
    name('calibration.json');
    lines.length = 0;
    await checkAnswer(answer, context());
    expect(JSON.parse(lines.join('\n')).claims[0].band).toBe('verified');

    const base = calibration.knowledge_bases['default'];
    for (const point of Object.values(base?.points ?? {})) point.verified = 0;
    writeFileSync(file, JSON.stringify(calibration));
    lines.length = 0;
    await checkAnswer(answer, context());
    expect(JSON.parse(lines.join('\n')).claims[0].band).toBe('not_verified');
  });

  it.each([
    { name: 'a file that is not there', text: null, says: /cannot be read; run "plumbline calibrate"/ },
    { name: 'no JSON', text: 'points:', says: /not JSON/ },
    { name: 'another shape', text: '{}', says: /"schema_version"/ },
    {
      name: 'no thresholds for a knowledge base',
      text: '{"schema_version": 1, "model": "risk-0", "knowledge_bases": {}}',
      says: /no thresholds for the knowledge base "default"/,
    },
  ])('a calibration with $name is refused with the fix', async ({ text, says }) => {
    const { context, name, file } = operator();
    if (text !== null) writeFileSync(file, text);
    name('calibration.json');
    const { config, baseDir } = context();
    await expect(loadCalibration(config, baseDir)).rejects.toMatchObject({
      code: 'config-invalid',
      detail: expect.stringMatching(says),
    });
  });

  it('refuses a calibration of another model, naming both', async () => {
    const { context, name, file } = operator();
    await calibrate({}, context());
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"model": "risk-\w+"/, '"model": "risk-old"'));
    name('calibration.json');
    await expect(checkAnswer({ answer: 'x' }, context())).rejects.toMatchObject({
      detail: expect.stringMatching(/risk-old, and this build has risk-.*run "plumbline calibrate"/),
    });
  });

  it('refuses reviewed answers of a knowledge base that is not configured', async () => {
    const { folder, context } = operator();
    const reviewed = join(folder, 'reviewed.jsonl');
    writeFileSync(
      reviewed,
      '{"answer": "A second bag costs CAD 60.", "verdict": "right", "knowledge_base": "boats"}\n',
    );
    await expect(calibrate({ reviewed }, context())).rejects.toMatchObject({
      detail: expect.stringMatching(/"boats"; configured are default/),
    });
  });
});
