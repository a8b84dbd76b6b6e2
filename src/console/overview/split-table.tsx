import { Language, type Stats } from '../../schema/index.js';
import { Card, Table, Tabs } from '../components/index.js';
import { addressOf, type OverviewQuery, SPLITS, type Split } from './overview-query.js';
import type { OverviewWords } from './overview-words.js';

interface Props {
  stats: Stats;
  query: OverviewQuery;
  words: OverviewWords;
}

/** The same figures side by side: of bots, routes or languages. */
export const SplitTable = ({ stats, query, words }: Props) => {
  const { texts, share, count, duration } = words;
  const numbers = [
    texts.conversations,
    texts.contained,
    texts.grounded_share,
    texts.outcomes.rewritten,
    texts.outcomes.not_verified,
    texts.outcomes.escalated,
    texts.outcomes.blocked,
    texts.handoffs,
    texts.claim_median,
  ];
  return (
    <Card title={texts.split_title} titleId="compared" class="split-table">
      <Tabs
        label={texts.split_label}
        tabs={SPLITS.map((by) => ({
          href: `${addressOf(query, { by })}#compared`,
          label: texts.split[by],
          isCurrent: query.by === by,
        }))}
      />
      <Table
        caption={`${texts.split_title}: ${texts.split[query.by]}`}
        columns={[
          { label: texts.split_of[query.by] },
          ...numbers.map((label) => ({ label, isNumber: true })),
        ]}
        rows={stats.groups.map(({ key, figures: { answers, conversations, handoffs } }) => [
          nameOf(key, query.by, words),
          count(conversations.total),
          share(conversations.contained_share),
          share(conversations.grounded_share),
          share(answers.rewritten_share),
          share(answers.not_verified_share),
          share(answers.escalated_share),
          share(answers.blocked_share),
          count(handoffs.opened),
          duration(handoffs.time_to_claim.p50_s),
        ])}
      />
    </Card>
  );
};

const nameOf = (key: string, by: Split, { texts }: OverviewWords): string => {
  if (by === 'bot' && key === '') return texts.no_bot;
  const language = by === 'language' ? Language.safeParse(key).data : undefined;
  if (language !== undefined) return texts.languages[language];
  return key === '' ? texts.none : key;
};
