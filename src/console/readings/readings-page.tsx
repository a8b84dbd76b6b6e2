import { sectionName } from '../../core/indexing/index.js';
import { Badge, EmptyState, Frame, KeyHint, Tabs } from '../components/index.js';
import { READINGS_TEXTS, type ReadingsTexts } from '../texts/index.js';
import type { View } from '../view.js';
import { ProposalCard } from './proposal-card.js';
import { policyPath, READINGS_PATH, READINGS_VIEWS, type ReadingsView } from './readings-path.js';
import { openCount, type ShownPolicy, type ShownSection } from './shown-readings.js';

/** The policies of all knowledge bases in reach, those that wait for a person first. */
export const ReadingsPage = ({ view, policies }: { view: View; policies: readonly ShownPolicy[] }) => {
  const texts = READINGS_TEXTS[view.lang];
  return (
    <Frame view={view} title={texts.title} current="readings" stylesheets={['readings.css']}>
      <main id="content" class="page readings">
        <header class="readings-head">
          <h1 class="page-title">{texts.title}</h1>
          <p class="readings-lead">{texts.lead}</p>
        </header>
        {policies.length === 0 ? (
          <EmptyState icon="inbox" title={texts.no_policies_title} text={texts.no_policies_text} />
        ) : policies.every(isUntouched) ? (
          <EmptyState icon="inbox" title={texts.empty_title} text={texts.empty_text} />
        ) : (
          <PolicyList policies={policies} texts={texts} />
        )}
      </main>
    </Frame>
  );
};

const isUntouched = ({ counts, problem }: ShownPolicy): boolean =>
  problem === null && Object.values(counts).every((count) => count === 0);

const PolicyList = ({ policies, texts }: { policies: readonly ShownPolicy[]; texts: ReadingsTexts }) => (
  <ul class="policy-list" aria-label={texts.documents}>
    {[...policies]
      .sort((a, b) => openCount(b) - openCount(a))
      .map((shown) => (
        <li class="policy">
          <a class="policy-link" href={policyPath(shown.base, shown.policy.source, 'open')}>
            <strong class="policy-title">{shown.policy.title}</strong>
            <span class="policy-source">{shown.policy.source}</span>
          </a>
          <p class="policy-counts">
            <Counts shown={shown} texts={texts} />
          </p>
        </li>
      ))}
  </ul>
);

const Counts = ({ shown, texts }: { shown: ShownPolicy; texts: ReadingsTexts }) => {
  const { accepted, rejected } = shown.counts;
  const open = openCount(shown);
  if (shown.problem !== null) return <Badge tone="bad">{texts.unreadable}</Badge>;
  if (isUntouched(shown)) return <span>{texts.not_asked}</span>;
  return (
    <>
      {open === 0 ? (
        <Badge tone="good">{texts.none_open}</Badge>
      ) : (
        <Badge tone="info">{texts.open_count(open)}</Badge>
      )}
      <span>{texts.accepted_count(accepted)}</span>
      <span>{texts.rejected_count(rejected)}</span>
    </>
  );
};

export interface PolicyPageProps {
  view: View;
  shown: ShownPolicy;
  /** Which proposals. */
  which: ReadingsView;
  timeOf(atMs: number): string;
}

/** The proposals for one policy, section by section. */
export const PolicyPage = (props: PolicyPageProps) => {
  const { view, shown } = props;
  const texts = READINGS_TEXTS[view.lang];
  return (
    <Frame
      view={view}
      title={`${shown.policy.title} – ${texts.title}`}
      current="readings"
      stylesheets={['readings.css']}
      scripts={['htmx.js', 'readings.js']}
    >
      <main id="content" class="page readings">
        <header class="readings-head">
          <p class="readings-back">
            <a href={READINGS_PATH}>{texts.back}</a>
          </p>
          <h1 class="page-title">{shown.policy.title}</h1>
          <p class="readings-lead policy-source">{shown.policy.source}</p>
        </header>
        <PolicyPart {...props} />
      </main>
    </Frame>
  );
};

const STATUSES: Record<ReadingsView, readonly string[]> = {
  open: ['proposed', 'stale'],
  accepted: ['accepted'],
  rejected: ['rejected'],
};

/** What changes with a decision. */
export const PolicyPart = ({ view, shown, which, timeOf }: PolicyPageProps) => {
  const texts = READINGS_TEXTS[view.lang];
  const { base, policy, counts, problem } = shown;
  const at = { base, document: policy.source, view: which };
  const counted = { open: openCount(shown), accepted: counts.accepted, rejected: counts.rejected };
  const tabs = READINGS_VIEWS.map((one) => ({
    href: policyPath(base, policy.source, one),
    label: texts.views[one],
    isCurrent: one === which,
    count: counted[one],
  }));
  const sections = (shown.sections ?? [])
    .map((section) => ({
      ...section,
      proposals: section.proposals.filter(({ proposal }) => STATUSES[which].includes(proposal.status)),
    }))
    .filter(({ proposals }) => proposals.length > 0);
  const { title, text } = isUntouched(shown)
    ? { title: texts.empty_title, text: texts.empty_text }
    : texts.empty[which];
  return (
    <div id="readings" class="readings-part" data-failed={texts.failed}>
      {problem === null ? null : <p class="notice notice-bad">{problem}</p>}
      <Tabs label={texts.views_label} tabs={tabs} />
      {problem !== null ? null : sections.length === 0 ? (
        <EmptyState icon={which === 'open' ? 'check' : 'inbox'} title={title} text={text} />
      ) : (
        <>
          <KeysLine texts={texts} />
          {sections.map((section) => (
            <section class="reading-section">
              <SectionHead section={section} texts={texts} />
              <ul class="proposal-list">
                {section.proposals.map((one) => (
                  <ProposalCard shown={one} section={section} texts={texts} at={at} timeOf={timeOf} />
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </div>
  );
};

const SectionHead = ({ section, texts }: { section: ShownSection; texts: ReadingsTexts }) => (
  <header class="section-head">
    <h2 class="section-title">
      {section.heading_path.length === 0 ? texts.before_headings : sectionName(section.heading_path)}
    </h2>
    {section.section === null ? (
      <p class="notice notice-bad">{texts.section_gone}</p>
    ) : (
      <details class="section-text">
        <summary>{texts.section_text}</summary>
        {section.section.passages.map(({ quote }) => (
          <p class="proposal-quote">{quote}</p>
        ))}
      </details>
    )}
  </header>
);

const KeysLine = ({ texts }: { texts: ReadingsTexts }) => (
  <p class="readings-keys" aria-hidden="true">
    {texts.keys}
    {(
      [
        ['j', texts.key_next],
        ['k', texts.key_previous],
        ['a', texts.key_accept],
        ['r', texts.key_reject],
        ['e', texts.key_edit],
      ] as const
    ).map(([key, words]) => (
      <span class="readings-key">
        <KeyHint keys={[key]} />
        {words}
      </span>
    ))}
  </p>
);
