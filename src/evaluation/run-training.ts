import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trainVerifier } from './train.js';

/** `run-training TRAIN_DIR OUT_DIR [ROWS.jsonl]`: writes affinity.json and risk-model.json; the rows for a closer look. */
const [trainFolder, outFolder, rowsFile] = process.argv.slice(2);
if (trainFolder === undefined || outFolder === undefined) {
  process.stderr.write('usage: run-training TRAIN_DIR OUT_DIR [ROWS.jsonl]\n');
  process.exitCode = 2;
} else {
  const training = await trainVerifier(trainFolder, (line) => process.stderr.write(`${line}\n`));
  await writeFile(join(outFolder, 'affinity.json'), `${JSON.stringify(training.affinity)}\n`);
  await writeFile(join(outFolder, 'risk-model.json'), `${JSON.stringify(training.model)}\n`);
  if (rowsFile !== undefined)
    await writeFile(rowsFile, training.learned.map((row) => `${JSON.stringify(row)}\n`).join(''));
  process.stdout.write(
    `${JSON.stringify({ auc: training.held_out_auc, thresholds: training.model.thresholds }, null, 2)}\n`,
  );
}
