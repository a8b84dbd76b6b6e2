import type { Language, LiveMessage, LiveState } from '../../schema/index.js';
import { LiveTalk } from './live-talk.js';
import { PlumblineApi } from './plumbline-api.js';
import { RequestProblem } from './problem.js';
import { keepSetting } from './shell/settings.js';
import { historyOf, newTurn, type Turn } from './turn.js';
import { ClaimCard } from './view/claim-card.js';
import { byId } from './view/element.js';
import { floorText } from './view/person-view.js';
import { problemText } from './view/problem-view.js';
import { countClaims, decisionText, TurnView } from './view/turn-view.js';
import { applyWords, type Words, wordsOf } from './view/words.js';

/** The page: it asks, shows each turn as it comes, and speaks the visitor's language. */
class Playground {
  readonly #api = new PlumblineApi(document.body.dataset['model'] ?? 'demo');
  readonly #thread = byId('thread', HTMLElement);
  readonly #question = byId('question', HTMLInputElement);
  readonly #announcer = byId('announcer', HTMLElement);
  readonly #ownDialog = byId('own-answer', HTMLDialogElement);
  readonly #card = new ClaimCard(() => this.#words);
  readonly #turns = new Map<Turn, TurnView>();
  #words: Words = wordsOf(document.documentElement.lang === 'fr' ? 'fr' : 'en');
  #running: AbortController | null = null;
  readonly #floorLine = byId('floor', HTMLElement);
  readonly #live = new LiveTalk(this.#api, {
    message: (message) => this.#showPerson(message),
    state: (state) => this.#setFloor(state),
  });
  #floor: LiveState = { state: 'bot', ended: null };

  start(): void {
    byId('ask', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#ask(this.#question.value);
    });
    byId('new-conversation', HTMLButtonElement).addEventListener('click', () => this.#startOver());
    document.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      const suggestion = button?.dataset['ask'];
      const lang = button?.dataset['switch'];
      if (suggestion !== undefined) this.#ask(suggestion);
      if (lang === 'en' || lang === 'fr') this.#speak(lang);
    });
    this.#prepareOwnAnswer();
    document.documentElement.classList.add('is-ready');
  }

  #prepareOwnAnswer(): void {
    const answer = byId('own-text', HTMLTextAreaElement);
    const question = byId('own-question', HTMLInputElement);
    answer.addEventListener('input', () => answer.setCustomValidity(''));
    byId('own-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (answer.value.trim() === '') {
        answer.setCustomValidity(this.#words.texts.own_empty);
        answer.reportValidity();
        return;
      }
      this.#ownDialog.close();
      this.#begin(newTurn('own', question.value.trim(), answer.value));
    });
  }

  #ask(text: string): void {
    const question = text.trim();
    if (question === '' || this.#running !== null) return;
    this.#question.value = '';
    this.#begin(newTurn(this.#floor.state === 'bot' ? 'asked' : 'said', question));
  }

  #showPerson({ name, text }: LiveMessage): void {
    const turn: Turn = { ...newTurn('person', ''), released: text, state: 'decided', name };
    const view = this.#viewOf(turn);
    view.draw(turn, this.#words);
    view.root.scrollIntoView({ block: 'end', behavior: 'auto' });
    this.#announce(`${name ?? this.#words.texts.a_person}: ${text}`);
  }

  #setFloor(state: LiveState): void {
    this.#floor = state;
    const text = floorText(state, this.#words);
    this.#floorLine.hidden = text === null;
    this.#floorLine.className = `floor floor-${state.state}`;
    this.#floorLine.textContent = text ?? '';
  }

  #begin(turn: Turn): void {
    const view = this.#viewOf(turn);
    void this.#run(turn, view);
    view.root.scrollIntoView({ block: 'start', behavior: 'auto' });
  }

  #viewOf(turn: Turn): TurnView {
    const view: TurnView = new TurnView(this.#card, {
      retry: () => void this.#run(turn, view),
      useKey: (key) => {
        this.#api.useKey(key);
        void this.#run(turn, view);
      },
    });
    this.#turns.set(turn, view);
    this.#thread.append(view.root);
    document.body.classList.add('has-turns');
    return view;
  }

  /** Carries a turn to its end; a fault ends it too, and is told. */
  async #run(turn: Turn, view: TurnView): Promise<void> {
    if (this.#running !== null) return;
    const running = new AbortController();
    this.#running = running;
    document.body.classList.add('is-asking');
    Object.assign(turn, {
      state: 'checking',
      released: '',
      checked: null,
      problem: null,
    } satisfies Partial<Turn>);
    view.draw(turn, this.#words);
    this.#announce(this.#words.texts.announce_sent);
    try {
      if (turn.kind === 'own') await this.#checkOwn(turn, running.signal);
      else if (turn.kind === 'said') await this.#tell(turn, running.signal);
      else await this.#chat(turn, view, running.signal);
      turn.state = 'decided';
    } catch (error) {
      turn.state = 'failed';
      turn.problem = error instanceof RequestProblem ? error : new RequestProblem('cut', '');
    }
    if (this.#running === running) {
      this.#running = null;
      document.body.classList.remove('is-asking');
    }
    if (!this.#turns.has(turn)) return;
    view.draw(turn, this.#words);
    this.#announce(this.#summary(turn));
  }

  async #chat(turn: Turn, view: TurnView, signal: AbortSignal): Promise<void> {
    const history = historyOf([...this.#turns.keys()]);
    const messages = [...history, { role: 'user' as const, content: turn.question }];
    for await (const event of this.#api.ask(messages, signal)) {
      if (event.kind === 'decided') {
        turn.checked = event.checked;
        if (event.isHandedOver) void this.#live.follow();
      } else {
        turn.released += event.text;
        view.release(turn);
      }
    }
  }

  async #tell(turn: Turn, signal: AbortSignal): Promise<void> {
    await this.#api.tell(turn.question, signal);
    turn.name = this.#floor.state === 'human' ? this.#floor.name : null;
  }

  async #checkOwn(turn: Turn, signal: AbortSignal): Promise<void> {
    turn.checked = await this.#api.check(turn.own_answer, turn.question, signal);
    turn.released = turn.checked.answer;
  }

  #startOver(): void {
    this.#running?.abort();
    this.#running = null;
    document.body.classList.remove('is-asking', 'has-turns');
    this.#card.close();
    this.#turns.clear();
    this.#thread.replaceChildren();
    this.#api.forgetConversation();
    this.#live.stop();
    this.#setFloor({ state: 'bot', ended: null });
    window.scrollTo({ top: 0 });
    this.#question.focus();
  }

  #speak(lang: Language): void {
    this.#words = wordsOf(lang);
    this.#card.close();
    document.documentElement.lang = lang;
    document.title = `${this.#words.texts.page_title} · Plumbline`;
    keepSetting('lang', lang);
    applyWords(document, this.#words);
    for (const part of document.querySelectorAll<HTMLElement>('[data-only]')) {
      part.hidden = part.dataset['only'] !== lang;
    }
    for (const button of document.querySelectorAll('[data-switch]')) {
      button.setAttribute('aria-pressed', String(button.getAttribute('data-switch') === lang));
    }
    for (const [turn, view] of this.#turns) view.draw(turn, this.#words);
    this.#setFloor(this.#floor);
    window.history.replaceState(null, '', `?lang=${lang}`);
  }

  #summary({ checked, problem, released }: Turn): string {
    const { texts } = this.#words;
    if (problem !== null) return problemText(problem, this.#words);
    if (checked === null) return '';
    const claims =
      checked.claims.length === 0
        ? texts.no_claims
        : texts.announce_claims(countClaims(checked.claims, this.#words));
    return `${decisionText(checked, this.#words)}. ${claims} ${texts.customer_gets}: ${released}`;
  }

  #announce(text: string): void {
    this.#announcer.textContent = text;
  }
}

new Playground().start();
