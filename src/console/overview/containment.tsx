import type { ConversationOutcome, Stats } from '../../schema/index.js';
import { Badge, Card, type Tone } from '../components/index.js';
import { hundredth } from './hundredth.js';
import { Legend } from './legend.js';
import type { OverviewWords } from './overview-words.js';
import { TargetLine } from './target-line.js';

/** From what counts towards the target to what left the bot: the first four are contained. */
export const CONVERSATION_STACK: readonly ConversationOutcome[] = [
  'grounded',
  'no_claim',
  'not_verified',
  'wrong_risk',
  'blocked',
  'escalated',
];

type Standing = 'reached' | 'bought' | 'missed';

const TONES: Record<Standing, Tone> = { reached: 'good', bought: 'warning', missed: 'bad' };

/** The outcomes of a stack, without the rare one of shadow mode where it did not come about. */
export const shownOutcomes = <Outcome extends string>(
  stack: readonly Outcome[],
  counts: Readonly<Record<Outcome, number>>,
): Outcome[] => stack.filter((outcome) => outcome !== 'wrong_risk' || counts[outcome] > 0);

/** How the shares stand to the target: what nobody verified does not reach it. */
export const standingOf = (contained: number, grounded: number, target: number): Standing => {
  if (grounded >= target) return 'reached';
  return contained >= target ? 'bought' : 'missed';
};

/** Containment beside the share of it that was verified, and the target that only the latter reaches. */
export const Containment = ({ stats, words }: { stats: Stats; words: OverviewWords }) => {
  const { texts, share, count } = words;
  const { conversations } = stats.totals;
  const { total, by_outcome, contained_share: contained, grounded_share: grounded } = conversations;
  const target = stats.containment_target;
  const stack = shownOutcomes(CONVERSATION_STACK, by_outcome);
  const standing =
    target === null || contained === null || grounded === null
      ? null
      : standingOf(contained, grounded, target);
  const unverified = total === 0 ? null : (by_outcome.not_verified + by_outcome.wrong_risk) / total;
  return (
    <Card
      title={texts.containment}
      titleId="containment"
      class="containment"
      aside={standing === null ? null : <Badge tone={TONES[standing]}>{texts.standing[standing]}</Badge>}
    >
      <dl class="headline">
        <Headline
          label={texts.contained}
          value={share(contained)}
          hint={`${texts.contained_hint}, ${texts.of_conversations(count(total))}`}
        />
        <Headline
          label={texts.grounded_share}
          value={share(grounded)}
          hint={texts.grounded_hint}
          look="headline-grounded"
        />
        <Headline
          label={texts.target}
          value={target === null ? texts.no_target : share(target)}
          hint={target === null ? texts.no_target_hint : texts.target_hint}
        />
      </dl>
      <StackedBar
        label={texts.conversations}
        values={stack.map((outcome) => ({ outcome, value: by_outcome[outcome] }))}
        target={target}
      />
      <Legend
        entries={stack.map((outcome) => ({
          outcome,
          label: texts.conversation_outcomes[outcome],
          value: `${share(total === 0 ? null : by_outcome[outcome] / total)} (${count(by_outcome[outcome])})`,
        }))}
        target={target === null ? null : texts.target_line(share(target))}
      />
      {standing === null || target === null ? null : (
        <p class="standing">
          {standing === 'reached'
            ? texts.standing_text.reached(share(grounded), share(target))
            : texts.standing_text[standing](share(contained), share(grounded), share(unverified))}
        </p>
      )}
    </Card>
  );
};

const Headline = (props: { label: string; value: string; hint: string; look?: string }) => (
  <div class={props.look}>
    <dt>{props.label}</dt>
    <dd>
      <strong class="headline-value">{props.value}</strong>
      <span class="headline-hint">{props.hint}</span>
    </dd>
  </div>
);

interface StackedBarProps {
  label: string;
  values: readonly { outcome: string; value: number }[];
  target: number | null;
}

/** The legend beneath says the same in numbers. */
const StackedBar = ({ label, values, target }: StackedBarProps) => {
  const total = values.reduce((sum, { value }) => sum + value, 0);
  let start = 0;
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      {values.map(({ outcome, value }) => {
        const width = total === 0 ? 0 : (value / total) * 100;
        const x = start;
        start += width;
        return width === 0 ? null : (
          <rect class={`figure-${outcome}`} x={hundredth(x)} y="1.5" width={hundredth(width)} height="7" />
        );
      })}
      {target === null ? null : (
        <TargetLine x1={hundredth(target * 100)} x2={hundredth(target * 100)} y1={0} y2={10} />
      )}
    </svg>
  );
};
