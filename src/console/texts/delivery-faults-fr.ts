/** Why a delivery failed, as the dispatcher and the connectors say it in English, and the same in French. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^no answer in time$/, 'pas de réponse à temps'],
  [
    /^the connection could not be made, or broke off$/,
    'la connexion n’a pas pu être établie, ou s’est rompue',
  ],
  [/^the receiver answered 410 Gone$/, 'le destinataire a répondu 410 : il ne veut plus rien recevoir'],
  [
    /^the receiver answered (\d+): redirects are not followed$/,
    'le destinataire a répondu $1 : les redirections ne sont pas suivies',
  ],
  [/^the receiver answered (\d+)$/, 'le destinataire a répondu $1'],
  [/^(\w+) answered (\d+ ?[a-z_]*): look at (.+)$/, '$1 a répondu $2 : vérifiez $3'],
  [/^(\w+)’s answer could not be read$/, 'la réponse de $1 n’a pas pu être lue'],
  [/^the event is no longer in the log$/, 'l’événement n’est plus au journal'],
  [/^webhooks do not tell of this event$/, 'les webhooks n’annoncent pas cet événement'],
  [/^nothing is posted of this event$/, 'rien n’est publié pour cet événement'],
  [/^internal fault$/, 'erreur interne'],
];

/** Which settings to look at, as the connectors list them. */
const SETTINGS: readonly (readonly [english: string, french: string])[] = [
  [' and the app’s incoming webhooks', ' et les webhooks entrants de l’application'],
  [' and ', ' et '],
  [' of handoff.', ' de handoff.'],
];

/** The fault in French; one that is not known stays as it was noted. */
export const deliveryFaultFr = (fault: string): string => {
  const known = FAULTS.find(([said]) => said.test(fault));
  if (known === undefined) return fault;
  const said = fault.replace(known[0], known[1]);
  return SETTINGS.reduce((words, [english, french]) => words.replace(english, french), said);
};
