import { Hono } from 'hono';
import { GroundingError } from '../../core/errors.js';
import { proposalsSource } from '../../core/indexing/index.js';
import {
  decideProposals,
  type Hindrance,
  openProposalsText,
  type ProposalFiles,
  settleProposals,
} from '../../core/proposing/index.js';
import type { AppContext, AppEnv } from '../../http/index.js';
import type { ConsoleContext } from '../console-page.js';
import { readForm } from '../read-form.js';
import { respondPage, respondPart } from '../respond.js';
import { READINGS_TEXTS } from '../texts/index.js';
import { timeIn } from '../time-in.js';
import { toastHeader } from '../toast-header.js';
import { changedWords } from './proposal-words.js';
import { PolicyPage, type PolicyPageProps, PolicyPart, ReadingsPage } from './readings-page.js';
import { policyPath, READINGS_PATH, READINGS_VIEWS, type ReadingsView } from './readings-path.js';
import { filesInReach, shownPolicies } from './shown-readings.js';

/** `GET /console/readings`, a policy's proposals there, and the decisions of people. */
export const readingsRoutes = ({ deps, view }: ConsoleContext): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();

  const filesOf = (c: AppContext, base: string): ProposalFiles => {
    const found = filesInReach(deps, c.get('principal')).find((one) => one.base === base);
    if (found === undefined) throw notThere(`knowledge base "${base}"`);
    return found.files;
  };

  const propsOf = async (
    c: AppContext,
    { base, document, which }: { base: string; document: string; which: ReadingsView },
  ): Promise<PolicyPageProps> => {
    const policies = await shownPolicies(base, filesOf(c, base));
    const shown = policies.find(({ policy }) => policy.source === document);
    if (shown === undefined) throw notThere(`policy "${document}"`);
    return { view: view(c), shown, which, timeOf: timeIn(deps.config.timezone, view(c).lang) };
  };

  app.get(READINGS_PATH, async (c) => {
    const { base, document, view: which } = c.req.query();
    if (base !== undefined && document !== undefined)
      return await respondPage(
        c,
        <PolicyPage {...(await propsOf(c, { base, document, which: viewOf(which) }))} />,
      );
    const inReach = filesInReach(deps, c.get('principal'));
    const policies = await Promise.all(inReach.map((one) => shownPolicies(one.base, one.files)));
    return await respondPage(c, <ReadingsPage view={view(c)} policies={policies.flat()} />);
  });

  app.post(`${READINGS_PATH}/decide`, async (c) => {
    const form = await readForm(c);
    const place = {
      base: form.get('base') ?? '',
      document: form.get('document') ?? '',
      which: viewOf(form.get('view') ?? undefined),
    };
    const why = await decide(filesOf(c, place.base), place.document, form, {
      decided_by: c.get('principal').person.name,
      decided_at: new Date(deps.clock.nowMs()).toISOString(),
    });
    if (c.req.header('hx-request') === undefined)
      return c.redirect(policyPath(place.base, place.document, place.which), 303);
    const texts = READINGS_TEXTS[view(c).lang];
    if (why !== null) toastHeader(c, texts.refused[why], 'bad');
    else toastHeader(c, form.get('act') === 'accept' ? texts.accepted : texts.rejected);
    return await respondPart(c, <PolicyPart {...(await propsOf(c, place))} />);
  });
  return app;
};

/**
 * Writes a decision down. Returns why it could not be made, or null.
 * @throws {GroundingError} request-not-found, request-invalid.
 */
const decide = async (
  files: ProposalFiles,
  document: string,
  form: URLSearchParams,
  by: { decided_by: string; decided_at: string },
): Promise<Hindrance | null> => {
  const id = form.get('id') ?? '';
  const act = form.get('act');
  if (act !== 'accept' && act !== 'reject')
    throw new GroundingError('request-invalid', { detail: 'Accept it or reject it.', pointer: '/act' });
  const policy = (await files.policies()).find(({ source }) => source === document);
  if (policy === undefined) throw notThere(`policy "${document}"`);
  return await files.edit(document, async (before) => {
    const text = openProposalsText(proposalsSource(document), before, document);
    await settleProposals(text, policy);
    const edited = text
      .sections()
      .flatMap((section) => section.proposals())
      .find(({ proposal }) => proposal.id === id);
    if (edited === undefined) throw notThere(`proposal ${id}`);
    const { refused } = decideProposals(text, policy, {
      ids: [id],
      status: act === 'accept' ? 'accepted' : 'rejected',
      // What is rejected is rejected as it was proposed.
      words: act === 'accept' ? changedWords(edited.proposal, form) : {},
      ...by,
    });
    const [refusal] = refused;
    return { text: text.toString(), result: refusal?.why ?? null };
  });
};

const viewOf = (value: string | undefined): ReadingsView =>
  READINGS_VIEWS.find((one) => one === value) ?? 'open';

const notThere = (what: string): GroundingError =>
  new GroundingError('request-not-found', { detail: `There is no ${what}.` });
