import type { Figures, FiguresGrouping, QueueNow, Stats } from '../../schema/index.js';
import { localClock } from '../escalation/index.js';
import type { CountKey, CountPlace, FiguresStore, HandoffTimes } from '../ports.js';
import { answerFigures, conversationFigures } from './answer-figures.js';
import { backlogByHour, type HourBacklog } from './backlog.js';
import { handoffFigures } from './handoff-figures.js';
import { type HourPlace, hoursOf, spanOfDays } from './local-period.js';

/** What is asked: a tenant's figures of some local days, of one route, bot or language if named. */
export interface StatsQuestion {
  tenant: string;
  /** First and last local day. */
  from: string;
  to: string;
  route?: string;
  bot?: string;
  language?: string;
  group_by: FiguresGrouping | null;
}

export interface StatsPorts {
  figures: FiguresStore;
  timezone: string;
  containmentTarget: number | null;
  nowMs: number;
}

const KEYS: Record<FiguresGrouping, CountKey> = {
  bot: 'bot',
  route: 'route',
  language: 'language',
  day: 'hour_ms',
  hour: 'hour_ms',
};

/** Everything that was counted of a period, before it is told apart. */
interface Counted {
  answers: Awaited<ReturnType<FiguresStore['answers']>>;
  conversations: Awaited<ReturnType<FiguresStore['conversations']>>;
  handoffs: HandoffTimes[];
  offers: Awaited<ReturnType<FiguresStore['offers']>>;
  agents: Awaited<ReturnType<FiguresStore['agents']>>;
  hours: Map<number, HourPlace>;
  nowMs: number;
}

/** The figures of a period, in all and by what they are grouped by. */
export const statsOf = async (question: StatsQuestion, ports: StatsPorts): Promise<Stats> => {
  const { tenant, from, to, route, bot, language, group_by } = question;
  const clock = localClock(ports.timezone);
  const span = spanOfDays(clock, from, to);
  const query = {
    tenant,
    ...span,
    ...(route === undefined ? {} : { route }),
    ...(bot === undefined ? {} : { bot }),
    ...(language === undefined ? {} : { language }),
  };
  const by = group_by === null ? 'route' : KEYS[group_by];
  const counted: Counted = {
    answers: await ports.figures.answers(query, by),
    conversations: await ports.figures.conversations(query, by),
    handoffs: await ports.figures.handoffs(query),
    offers: await ports.figures.offers(query),
    agents: await ports.figures.agents(query),
    hours: hoursOf(clock, span),
    nowMs: ports.nowMs,
  };
  return {
    from,
    to,
    timezone: ports.timezone,
    containment_target: ports.containmentTarget,
    totals: totalsOf(counted),
    group_by,
    groups: group_by === null ? [] : groupsOf(counted, group_by),
    now: queueNow(await ports.figures.queue(tenant), ports.nowMs),
  };
};

/** The queue as it stands, its oldest wait in seconds. */
export const queueNow = (queue: Awaited<ReturnType<FiguresStore['queue']>>, nowMs: number): QueueNow => {
  const { waiting, claimed, oldest_waiting_at_ms: oldest } = queue;
  return { waiting, claimed, oldest_wait_s: oldest === null ? null : Math.max(0, nowMs - oldest) / 1_000 };
};

const totalsOf = (counted: Counted): Figures => ({
  answers: answerFigures(counted.answers),
  conversations: conversationFigures(counted.conversations),
  handoffs: handoffFigures({
    opened: counted.handoffs.filter((one) => counted.hours.has(one.hour_ms)),
    offers: counted.offers,
    agents: counted.agents,
    backlog: [...backlogByHour(counted.handoffs, counted.hours.keys(), counted.nowMs).values()],
  }),
});

const groupsOf = (counted: Counted, groupBy: FiguresGrouping): Stats['groups'] => {
  const { hours } = counted;
  const isByTime = groupBy === 'day' || groupBy === 'hour';
  const ofHour = (hourMs: number): string | undefined =>
    groupBy === 'day' || groupBy === 'hour' ? hours.get(hourMs)?.[groupBy] : undefined;
  const ofCount = ({ key }: { key: string | number }) => (isByTime ? ofHour(Number(key)) : String(key));
  const ofPlace = (place: CountPlace) =>
    groupBy === 'day' || groupBy === 'hour' ? ofHour(place.hour_ms) : place[groupBy];

  const answers = grouped(counted.answers, ofCount);
  const conversations = grouped(counted.conversations, ofCount);
  const handoffs = grouped(counted.handoffs, ofPlace);
  const offers = grouped(counted.offers, ofPlace);
  const agents = grouped(counted.agents, ofPlace);
  const backlogs = isByTime ? backlogByTime(counted, ofHour) : new Map<string, HourBacklog[]>();
  const backlogOfGroup = (key: string): HourBacklog[] =>
    isByTime
      ? (backlogs.get(key) ?? [])
      : [...backlogByHour(handoffs.get(key) ?? [], hours.keys(), counted.nowMs).values()];

  const times = isByTime
    ? [...new Set([...hours.keys()].map(ofHour))].filter((key) => key !== undefined)
    : [];
  const keys = isByTime
    ? times.sort()
    : [...new Set([answers, conversations, handoffs, offers, agents].flatMap((one) => [...one.keys()]))];
  const groups = keys.map((key) => ({
    key,
    figures: {
      answers: answerFigures(answers.get(key) ?? []),
      conversations: conversationFigures(conversations.get(key) ?? []),
      handoffs: handoffFigures({
        opened: (handoffs.get(key) ?? []).filter((one) => hours.has(one.hour_ms)),
        offers: offers.get(key) ?? [],
        agents: agents.get(key) ?? [],
        backlog: backlogOfGroup(key),
      }),
    },
  }));
  if (isByTime) return groups;
  const size = ({ figures }: Stats['groups'][number]) => figures.conversations.total;
  return groups.sort((a, b) => size(b) - size(a) || (a.key < b.key ? -1 : 1));
};

const backlogByTime = (
  { handoffs, hours, nowMs }: Counted,
  ofHour: (hourMs: number) => string | undefined,
): Map<string, HourBacklog[]> => {
  const byTime = new Map<string, HourBacklog[]>();
  for (const [hour, backlog] of backlogByHour(handoffs, hours.keys(), nowMs)) {
    const key = ofHour(hour);
    if (key !== undefined) byTime.set(key, [...(byTime.get(key) ?? []), backlog]);
  }
  return byTime;
};

const grouped = <Row>(rows: readonly Row[], keyOf: (row: Row) => string | undefined): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
};
