import { Button, Field, Frame, Logo } from '../components/index.js';
import type { View } from '../view.js';

/** What was wrong with a try, by field. */
export interface LoginErrors {
  key?: string;
  name?: string;
}

export interface LoginPageProps {
  view: View;
  /** Where to go on. */
  next: string;
  /** False on a start without keys, where a name is all that is asked. */
  needsKey: boolean;
  /** What was entered before. */
  name?: string;
  errors?: LoginErrors;
}

export const LoginPage = ({ view, next, needsKey, name = '', errors = {} }: LoginPageProps) => {
  const { texts } = view;
  const hasFailed = Object.keys(errors).length > 0;
  return (
    <Frame view={view} title={texts.login_title} current="sign_in" stylesheets={['account.css']}>
      <main id="content" class="page sign-in">
        <div class="card sign-in-card">
          <Logo />
          <h1>{texts.login_title}</h1>
          <p class="lead">{needsKey ? texts.login_lead : texts.login_lead_local}</p>
          {hasFailed ? (
            <p class="notice notice-bad" role="alert">
              {texts.login_failed}
            </p>
          ) : null}
          <form method="post" action="/console/login" class="form">
            <input type="hidden" name="next" value={next} />
            {needsKey ? (
              <Field
                id="key"
                label={texts.key}
                hint={texts.key_hint}
                error={errors.key}
                control={(attributes) => (
                  <input
                    type="password"
                    name="key"
                    autocomplete="current-password"
                    spellcheck={false}
                    {...attributes}
                  />
                )}
              />
            ) : null}
            <Field
              id="name"
              label={texts.your_name}
              hint={needsKey ? texts.your_name_hint : texts.your_name_hint_local}
              error={errors.name}
              control={(attributes) => (
                <input
                  type="text"
                  name="name"
                  autocomplete="name"
                  maxlength={60}
                  value={name === '' && !needsKey ? texts.name_local : name}
                  {...attributes}
                />
              )}
            />
            <Button kind="primary" type="submit">
              {needsKey ? texts.enter : texts.enter_local}
            </Button>
          </form>
        </div>
      </main>
    </Frame>
  );
};
