import type { Language } from '../../schema/index.js';
import { Dialog, Frame, LiveRegion } from '../components/index.js';
import { type FixedText, PLAYGROUND_TEXTS } from '../texts/index.js';
import type { View } from '../view.js';
import type { PlaygroundOptions } from './playground-routes.js';

interface PlaygroundProps extends PlaygroundOptions {
  view: View;
}

const LANGUAGES: readonly { code: Language }[] = [{ code: 'en' }, { code: 'fr' }];

const STATES = ['supported', 'contradicted', 'unsupported', 'not_verified'] as const;

const STATE_SIGNS: Record<(typeof STATES)[number], string> = {
  supported: 'M3.5 8.5l3 3 6-7',
  contradicted: 'M4 4l8 8M12 4l-8 8',
  unsupported: 'M8 3.2v6M8 12.4v.4',
  not_verified: 'M5.6 6.2a2.4 2.4 0 1 1 3.3 2.2c-.6.3-.9.7-.9 1.4M8 12.5v.3',
};

/** The playground: what the bot said and what the customer gets, side by side. */
export const PlaygroundPage = ({ view, operator, greeting, suggestions, model }: PlaygroundProps) => {
  const { lang } = view;
  const texts = PLAYGROUND_TEXTS[lang];
  const T = ({ name }: { name: FixedText }) => <span data-text={name}>{texts[name]}</span>;
  return (
    <Frame
      view={view}
      title={texts.page_title}
      description={texts.page_description}
      current="playground"
      stylesheets={['playground.css']}
      scripts={['playground.js']}
      data={{ 'data-model': model }}
      languageSwitch="live"
      skipTo="question"
    >
      <main>
        <section class="intro">
          <div class="intro-words">
            <h1 class="page-title" data-text="title">
              {texts.title}
            </h1>
            <p class="lead" data-text="lead">
              {texts.lead}
            </p>
          </div>
          <div class="legend">
            <svg class="legend-bob" viewBox="0 0 24 28" aria-hidden="true">
              <path d="M12 0v5M7.5 5h9l-1 3h1.6v5.2L12 27 6.9 13.2V8h1.6z" />
            </svg>
            <h2 class="eyebrow" data-text="legend">
              {texts.legend}
            </h2>
            <ul>
              {STATES.map((state) => (
                <li>
                  <span class={`claim claim-${state}`}>
                    <svg class={`state-icon state-icon-${state}`} viewBox="0 0 16 16" aria-hidden="true">
                      <path d={STATE_SIGNS[state]} />
                    </svg>
                    <T name={`state_${state}`} />
                  </span>
                  <span class="legend-meaning" data-text={`meaning_${state}`}>
                    {texts[`meaning_${state}`]}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        </section>
        <section class="start">
          {greeting[lang] === '' ? null : (
            <p class="greeting">
              <span class="eyebrow">
                <T name="bot_of" /> {operator}
              </span>
              {LANGUAGES.map(({ code }) => (
                <span data-only={code} lang={code} hidden={code !== lang}>
                  {greeting[code]}
                </span>
              ))}
            </p>
          )}
          {LANGUAGES.map(({ code }) => (
            <FirstQuestion code={code} lang={lang} question={suggestions[code][0]} />
          ))}
        </section>
        <section id="thread" class="thread" aria-label={texts.thread_label} data-label="thread_label" />
      </main>
      <LiveRegion id="announcer" />
      <div class="composer">
        <p id="floor" class="floor" role="status" hidden />
        {LANGUAGES.map(({ code }) => (
          <ul class="chips" data-only={code} lang={code} hidden={code !== lang}>
            {suggestions[code].map((question) => (
              <li>
                <button type="button" class="chip" data-ask={question}>
                  {question}
                </button>
              </li>
            ))}
          </ul>
        ))}
        <form id="ask" class="ask" autocomplete="off">
          <label class="visually-hidden" for="question" data-text="question_label">
            {texts.question_label}
          </label>
          <input
            id="question"
            class="field"
            type="text"
            maxlength={2000}
            enterkeyhint="send"
            placeholder={texts.question_placeholder}
            data-placeholder="question_placeholder"
          />
          <button type="submit" class="button button-primary">
            <T name="send" />
          </button>
        </form>
        <p class="composer-more">
          <button type="button" class="link-button" data-opens="own-answer" data-text="own_answer">
            {texts.own_answer}
          </button>
          <button id="new-conversation" type="button" class="link-button" data-text="new_conversation">
            {texts.new_conversation}
          </button>
        </p>
      </div>
      <OwnAnswer lang={lang} />
      <noscript>
        <p class="noscript">{texts.needs_script}</p>
      </noscript>
    </Frame>
  );
};

const FirstQuestion = (props: { code: Language; lang: Language; question: string | undefined }) => {
  const texts = PLAYGROUND_TEXTS[props.code];
  return props.question === undefined ? null : (
    <button
      type="button"
      class="first-question"
      data-ask={props.question}
      data-only={props.code}
      lang={props.code}
      hidden={props.code !== props.lang}
    >
      <span class="eyebrow">{texts.try_first}</span>
      <span class="first-question-text">{props.question}</span>
      <span class="first-question-why">{texts.try_first_why}</span>
    </button>
  );
};

const OwnAnswer = ({ lang }: { lang: Language }) => {
  const texts = PLAYGROUND_TEXTS[lang];
  return (
    <Dialog id="own-answer" title={texts.own_title} titleText="own_title" close={texts.close}>
      <form id="own-form" class="form" autocomplete="off">
        <p data-text="own_lead">{texts.own_lead}</p>
        <label>
          <span data-text="own_question">{texts.own_question}</span>
          <input id="own-question" class="field" type="text" maxlength={2000} />
        </label>
        <label>
          <span data-text="own_text">{texts.own_text}</span>
          <textarea id="own-text" class="field" rows={7} maxlength={30000} />
        </label>
        <button type="submit" class="button button-primary" data-text="own_check">
          {texts.own_check}
        </button>
      </form>
    </Dialog>
  );
};
