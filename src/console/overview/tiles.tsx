import type { AnswerOutcome, QueueNow, Stats } from '../../schema/index.js';
import { Card, Table } from '../components/index.js';
import type { OverviewWords } from './overview-words.js';

interface Tile {
  label: string;
  value: string;
  hint?: string;
}

const Tiles = ({ tiles }: { tiles: readonly Tile[] }) => (
  <dl class="tiles">
    {tiles.map(({ label, value, hint }) => (
      <div class="tile">
        <dt>{label}</dt>
        <dd>
          <strong class="tile-value">{value}</strong>
          {hint === undefined ? null : <span class="tile-hint">{hint}</span>}
        </dd>
      </div>
    ))}
  </dl>
);

interface Props {
  stats: Stats;
  words: OverviewWords;
}

/** Answers that count as no bot's. */
const BESIDE: readonly AnswerOutcome[] = ['with_person', 'unchecked', 'no_answer'];

/** What became of answers, in shares. */
export const AnswerTiles = ({ stats, words: { texts, share, count } }: Props) => {
  const { answers } = stats.totals;
  const tile = (outcome: 'rewritten' | 'escalated' | 'blocked' | 'not_verified') => ({
    label: texts.outcomes[outcome],
    value: share(answers[`${outcome}_share`]),
    hint: count(answers.by_outcome[outcome]),
  });
  const beside = BESIDE.filter((outcome) => answers.by_outcome[outcome] > 0);
  return (
    <Card title={texts.answers} titleId="answers">
      <p class="chart-hint">{texts.of_answers(count(answers.total))}</p>
      <Tiles tiles={[tile('rewritten'), tile('not_verified'), tile('escalated'), tile('blocked')]} />
      {beside.length === 0 ? null : (
        <p class="chart-hint tiles-beside">
          {texts.beside(
            beside
              .map((outcome) => `${texts.outcomes[outcome]} ${count(answers.by_outcome[outcome])}`)
              .join(', '),
          )}
        </p>
      )}
    </Card>
  );
};

/** The queue at this moment. */
export const NowTiles = ({ now, words }: { now: QueueNow; words: OverviewWords }) => {
  const { texts, count, duration } = words;
  return (
    <Card title={texts.now} titleId="now">
      <p class="chart-hint">{texts.now_hint}</p>
      <Tiles
        tiles={[
          { label: texts.waiting_now, value: count(now.waiting) },
          { label: texts.oldest_wait, value: duration(now.oldest_wait_s) },
          { label: texts.with_person_now, value: count(now.claimed) },
        ]}
      />
    </Card>
  );
};

/** Cases of the period: how many, what was offered, how long they took. */
export const HandoffTiles = ({ stats, words }: Props) => {
  const { texts, count, duration } = words;
  const { handoffs } = stats.totals;
  const { offered, accepted, declined } = handoffs.offers;
  const steps = [
    { label: texts.to_claim, times: handoffs.time_to_claim },
    { label: texts.to_first_reply, times: handoffs.time_to_first_reply },
    { label: texts.to_resolution, times: handoffs.time_to_resolution },
  ];
  return (
    <Card title={texts.handoffs} titleId="handoffs" class="handoff-tiles">
      <Tiles
        tiles={[
          { label: texts.opened, value: count(handoffs.opened) },
          { label: texts.offered, value: count(offered) },
          { label: texts.accepted, value: count(accepted) },
          { label: texts.declined, value: count(declined) },
        ]}
      />
      <Table
        caption={texts.times}
        columns={[
          { label: texts.step },
          { label: texts.median, isNumber: true },
          { label: texts.ninth, isNumber: true },
          { label: texts.cases, isNumber: true },
        ]}
        rows={steps.map(({ label, times }) => [
          label,
          duration(times.p50_s),
          duration(times.p90_s),
          count(times.cases),
        ])}
      />
      <p class="chart-hint">{texts.times_hint}</p>
    </Card>
  );
};
