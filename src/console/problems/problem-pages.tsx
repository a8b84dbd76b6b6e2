import type { Child } from 'hono/jsx';
import type { ExplainedProblem } from '../../http/index.js';
import type { Language } from '../../schema/index.js';
import { Languages, Logo, PageHead } from '../components/index.js';
import { PROBLEMS_TEXTS } from '../texts/index.js';

/** What a problem means, to whoever follows its `type`. */
export const ProblemPage = ({ problem }: { problem: ExplainedProblem }) => {
  const { code, status, title, text, language, type } = problem;
  const texts = PROBLEMS_TEXTS[language];
  return (
    <OpenPage title={title} description={texts.description(code)} lang={language} address={type}>
      <p class="problem-code">
        <code>{code}</code> <span>{texts.status(status)}</span>
      </p>
      <h1 class="page-title">{title}</h1>
      <p>{withCode(text)}</p>
      <p>
        <a href={`/problems?lang=${language}`}>{texts.all_problems}</a>
      </p>
    </OpenPage>
  );
};

/** All of them. */
export const ProblemsPage = ({
  problems,
  lang,
}: {
  problems: readonly ExplainedProblem[];
  lang: Language;
}) => {
  const texts = PROBLEMS_TEXTS[lang];
  return (
    <OpenPage title={texts.list_title} description={texts.list_lead} lang={lang} address="/problems">
      <h1 class="page-title">{texts.list_title}</h1>
      <p class="lead">{texts.list_lead}</p>
      <ul class="problem-list">
        {problems.map(({ code, status, title, type }) => (
          <li>
            <a href={`${type}?lang=${lang}`}>{title}</a>
            <p class="problem-code">
              <code>{code}</code> <span>{texts.status(status)}</span>
            </p>
          </li>
        ))}
      </ul>
    </OpenPage>
  );
};

interface OpenPageProps {
  title: string;
  description: string;
  lang: Language;
  /** Of this page, without its `lang`. */
  address: string;
  children?: Child;
}

/** A page that is the same for everybody, so that it can be kept: nobody is signed in on it, and nothing runs. */
const OpenPage = ({ title, description, lang, address, children }: OpenPageProps) => (
  <html lang={lang}>
    <PageHead
      title={title}
      description={description}
      theme="auto"
      stylesheets={['problems.css']}
      scripts={[]}
    />
    <body>
      <header class="top-bar problem-bar">
        <a class="brand" href="/console">
          <Logo />
          <span class="brand-name">Plumbline</span>
        </a>
        <div class="top-tools">
          <Languages
            lang={lang}
            label={PROBLEMS_TEXTS[lang].language_label}
            address={address}
            languageSwitch="links"
          />
        </div>
      </header>
      <main id="content" class="page problem">
        {children}
      </main>
    </body>
  </html>
);

/** Text with what stands between backticks as code. */
const withCode = (text: string) =>
  text.split('`').map((part, at) => (at % 2 === 1 ? <code>{part}</code> : part));
