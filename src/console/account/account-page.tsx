import type { Principal } from '../../http/index.js';
import { Button, Card, Frame, Initials } from '../components/index.js';
import type { View } from '../view.js';

/** Who is signed in, what they may do, and the settings that stay on the device. */
export const AccountPage = ({ view, principal }: { view: View; principal: Principal }) => {
  const { texts } = view;
  const { person, role, tenant, routes, hasKey } = principal;
  const facts: [string, string][] = [
    [texts.role, texts.roles[role]],
    [texts.tenant, tenant],
    [texts.routes, routes.join(', ')],
    [texts.key_of, hasKey ? (person.id.split('/')[0] ?? person.id) : texts.no_key],
  ];
  return (
    <Frame view={view} title={texts.account_title} stylesheets={['account.css']}>
      <main id="content" class="page account">
        <h1 class="page-title">{texts.account_title}</h1>
        <Card>
          <div class="account-who">
            <Initials name={person.name} />
            <p>
              <span class="eyebrow">{texts.signed_in_as}</span>
              <strong>{person.name}</strong>
            </p>
          </div>
          <dl class="facts">
            {facts.map(([name, value]) => (
              <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <form method="post" action="/console/logout">
            <Button type="submit">{texts.sign_out}</Button>
          </form>
        </Card>
        <Card title={texts.settings} titleId="device-settings">
          <label class="toggle">
            <input
              type="checkbox"
              data-shortcuts-switch
              checked={view.hasShortcuts}
              aria-describedby="shortcuts-hint"
            />
            <span>{texts.shortcuts}</span>
          </label>
          <p class="field-hint" id="shortcuts-hint">
            {texts.shortcuts_hint}
          </p>
        </Card>
      </main>
    </Frame>
  );
};
