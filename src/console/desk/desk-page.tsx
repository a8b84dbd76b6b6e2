import type { Child } from 'hono/jsx';
import { Frame, LiveRegion } from '../components/index.js';
import type { View } from '../view.js';
import { KeysDialog } from './dialogs.js';
import { type QueueProps, QueueView } from './queue-view.js';

/** The desk: the queue, and beside it the case that is open. */
export const DeskPage = (props: { view: View; queue: QueueProps; children?: Child }) => {
  const { view, queue, children } = props;
  const { texts } = queue.words;
  return (
    <Frame
      view={view}
      title={texts.page_title}
      description={texts.page_description}
      current="desk"
      stylesheets={['desk.css']}
      scripts={['htmx.js', 'desk.js']}
      skipTo="case"
      data={{ 'data-page': 'desk' }}
    >
      <main
        id="content"
        class="desk"
        data-view={queue.current === null ? 'queue' : 'case'}
        data-stream={`/console/desk/stream?after_seq=${queue.seq}`}
        data-now={String(queue.words.nowMs)}
      >
        <h1 class="visually-hidden">{texts.page_title}</h1>
        <section class="queue" aria-label={texts.queue}>
          <QueueView {...queue} />
        </section>
        <div id="case" class="case" tabindex={-1}>
          {children}
        </div>
      </main>
      <div
        id="case-live"
        hx-get="/console/desk/live"
        hx-include="#case-state"
        hx-trigger="desk:live"
        hx-target="#case"
        hx-sync="this:queue last"
        hidden
      />
      <dialog id="desk-dialog" class="dialog" aria-labelledby="desk-dialog-title" />
      <KeysDialog words={queue.words} isOn={view.hasShortcuts} />
      <LiveRegion id="desk-says" />
      <noscript>
        <p class="noscript">{texts.needs_script}</p>
      </noscript>
    </Frame>
  );
};
