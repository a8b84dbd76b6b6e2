import type { Stats } from '../../schema/index.js';
import { Button, EmptyState, Frame } from '../components/index.js';
import type { View } from '../view.js';
import { AnswersByDay, ConversationsByDay } from './by-day.js';
import { ByHour } from './by-hour.js';
import { Containment } from './containment.js';
import { Filters } from './filters.js';
import { narrowing, OVERVIEW_PATH, type OverviewQuery } from './overview-query.js';
import { type OverviewWords, overviewWords } from './overview-words.js';
import { AnswerReasons, HandoffReasons } from './reasons.js';
import { SplitTable } from './split-table.js';
import { AnswerTiles, HandoffTiles, NowTiles } from './tiles.js';

/** What the page shows. */
export interface OverviewShown {
  query: OverviewQuery;
  /** Names that can be filtered by. */
  choices: { routes: readonly string[]; bots: readonly string[] };
  /** The same period three times over, grouped as each chart needs it; null for a period that is none. */
  figures: { days: Stats; hours: Stats; split: Stats } | null;
}

interface Props {
  view: View;
  shown: OverviewShown;
}

/** Figures of bots and people, without a script: charts are drawn on the server. */
export const OverviewPage = ({ view, shown }: Props) => {
  const words = overviewWords(view.lang);
  const { texts, fullDay } = words;
  const { query, figures } = shown;
  return (
    <Frame view={view} title={texts.title} current="overview" stylesheets={['overview.css']}>
      <main id="content" class="page overview">
        <header class="overview-head">
          <h1 class="page-title">{texts.title}</h1>
          <p class="lead">{texts.lead}</p>
        </header>
        <Filters shown={shown} words={words} />
        {figures === null ? null : (
          <>
            <p class="overview-period">
              {texts.period_of(fullDay(query.from), fullDay(query.to), figures.days.timezone)}
            </p>
            <FiguresShown query={query} figures={figures} words={words} />
          </>
        )}
      </main>
    </Frame>
  );
};

interface FiguresProps {
  query: OverviewQuery;
  figures: NonNullable<OverviewShown['figures']>;
  words: OverviewWords;
}

const FiguresShown = ({ query, figures: { days, hours, split }, words }: FiguresProps) => {
  const { answers, conversations, handoffs } = days.totals;
  const nothing = answers.total + conversations.total + handoffs.opened + handoffs.offers.offered === 0;
  if (nothing) {
    return (
      <div class="overview-grid">
        <div class="wide">
          <Nothing query={query} words={words} />
        </div>
        <NowTiles now={days.now} words={words} />
      </div>
    );
  }
  return (
    <div class="overview-grid">
      <div class="wide">
        <Containment stats={days} words={words} />
      </div>
      <AnswerTiles stats={days} words={words} />
      <NowTiles now={days.now} words={words} />
      <div class="wide">
        <ConversationsByDay stats={days} words={words} />
      </div>
      <AnswerReasons stats={days} words={words} />
      <HandoffReasons stats={days} words={words} />
      <HandoffTiles stats={days} words={words} />
      <AnswersByDay stats={days} words={words} />
      <div class="wide">
        <ByHour stats={hours} words={words} />
      </div>
      <div class="wide">
        <SplitTable stats={split} query={query} words={words} />
      </div>
    </div>
  );
};

/** What to do where there is nothing to show. */
const Nothing = ({ query, words: { texts } }: { query: OverviewQuery; words: OverviewWords }) => {
  const isNarrowed = Object.keys(narrowing(query)).length > 0;
  return (
    <EmptyState
      icon="chart"
      title={texts.empty_title}
      text={isNarrowed ? texts.empty_filtered_text : texts.empty_text}
      action={
        <Button href={`${OVERVIEW_PATH}?period=90`}>{isNarrowed ? texts.clear : texts.longest_period}</Button>
      }
    />
  );
};
