import { Button, EmptyState, Frame, type IconName } from './components/index.js';
import type { View } from './view.js';

/** Why a page is not shown: another role's, unknown, or something broke. */
export type Fault = 'forbidden' | 'missing' | 'failed';

const ICONS: Record<Fault, IconName> = { forbidden: 'person', missing: 'info', failed: 'alert' };

/** What stands in place of a page that cannot be shown. */
export const FaultPage = ({ view, fault }: { view: View; fault: Fault }) => {
  const { texts, principal } = view;
  const title = texts[`${fault}_title`];
  const text =
    fault === 'forbidden'
      ? texts.forbidden_text(principal === null ? '' : texts.roles[principal.role])
      : texts[`${fault}_text`];
  const action =
    fault === 'failed' ? (
      <Button kind="primary" href={view.address}>
        {texts.try_again}
      </Button>
    ) : (
      <Button kind="primary" href="/console">
        {texts.go_home}
      </Button>
    );
  return (
    <Frame view={view} title={title}>
      <main id="content" class="page">
        <EmptyState icon={ICONS[fault]} title={title} text={text} action={action} isPageHeading />
      </main>
    </Frame>
  );
};
