import { expect, it } from 'vitest';
import { isolateMetrics } from '../../../src/adapters/workers/index.js';

it('counters and durations are rendered as Prometheus reads them', async () => {
  const metrics = isolateMetrics();
  metrics.count('answers_total', { decision: 'pass' });
  metrics.count('answers_total', { decision: 'pass' }, 2);
  metrics.count('answers_total', { decision: 'a "b"\n' });
  metrics.observe('check_ms', 1.5);
  metrics.observe('check_ms', 2);
  const { body, contentType } = await metrics.render();
  expect(contentType).toContain('version=0.0.4');
  expect(body).toBe(
    [
      '# TYPE plumbline_answers_total counter',
      'plumbline_answers_total{decision="pass"} 3',
      'plumbline_answers_total{decision="a \\"b\\"\\n"} 1',
      '# TYPE plumbline_check_ms summary',
      'plumbline_check_ms_sum 3.5',
      'plumbline_check_ms_count 2',
      '',
    ].join('\n'),
  );
});
