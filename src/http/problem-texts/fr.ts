import type { ProblemCode } from '../../core/errors.js';

/** The same in French, each with its title. */
export const PROBLEM_TEXTS_FR: Record<ProblemCode, { title: string; text: string }> = {
  'request-invalid': {
    title: 'La requête n’est pas valable',
    text: 'Le corps, un champ, un paramètre ou le chemin n’est pas comme il doit être. `detail` dit ce qui ne va pas, `pointer` (pointeur JSON) dans quel champ ; si le JSON ne se lit pas, `detail` donne la ligne et la colonne.',
  },
  'request-too-large': {
    title: 'La requête dépasse les limites',
    text: 'Le corps, la réponse, les messages ou le contexte dépassent une limite. `detail` nomme le réglage sous `limits`. Envoyez moins, ou relevez ce réglage. Une réponse trop longue du robot n’est pas un problème : elle passe à une personne.',
  },
  'request-endpoint-not-checked': {
    title: 'Plumbline ne vérifie pas cette adresse',
    text: 'Plumbline ne transmet que ce qu’il vérifie, et une courte liste d’appels qui ne rendent aucune réponse d’un robot (modèles, vecteurs, modération, fichiers). Prenez une adresse vérifiée, ou inscrivez celle-ci dans `routes.*.unchecked_endpoints` : ses réponses partent alors sans vérification, et sont enregistrées comme telles.',
  },
  'request-protocol-mismatch': {
    title: 'Le robot de cette route parle un autre protocole',
    text: 'L’adresse parle un autre protocole que `upstreams.*.protocol` du robot de la route. Choisissez une autre route avec `x-plumbline-route`, ou appelez l’adresse de ce protocole.',
  },
  'request-rate-limited': {
    title: 'La clé envoie plus de requêtes que permis',
    text: 'La clé dépasse `limits.requests_per_minute` (après une rafale de `limits.requests_burst`). Attendez autant de secondes que le dit `Retry-After`, répartissez la charge, ou relevez le réglage. Chaque processus compte pour soi. La réponse prend la forme de qui appelle : `ThrottlingException` pour ApplyGuardrail, un verdict `false` pour Portkey, qui sinon laisserait passer une réponse en cas d’erreur.',
  },
  'request-media-type': {
    title: 'Le corps de la requête n’est pas du JSON',
    text: 'Envoyez du JSON avec `content-type: application/json` et sans `content-encoding`. Sans clés, cela empêche aussi les pages web d’envoyer des formulaires à un Plumbline local.',
  },
  'request-host-refused': {
    title: 'Sans clés, seule cette machine est servie',
    text: 'Il n’y a aucune clé, si bien que seuls les appels de cette machine sont servis : sous un nom local (`localhost`, `127.0.0.1`, `[::1]`), sans mandataire (`Forwarded`, `X-Forwarded-*`) et non depuis une page d’une autre origine. Créez une clé avec `plumbline keys create` pour en servir d’autres.',
  },
  'request-origin-refused': {
    title: 'La requête vient de la page d’un autre site',
    text: 'Un navigateur connecté à la console ne peut rien changer que depuis les pages de Plumbline, comme le disent ses en-têtes `Sec-Fetch-Site` ou `Origin` ; un formulaire ou un script d’un autre site est refusé. Derrière un mandataire, transmettez `Host` tel qu’il est venu. Un programme envoie une clé au lieu d’un témoin.',
  },
  'request-conversation-not-held': {
    title: 'Personne ne s’occupe de cette conversation',
    text: '`POST /v1/conversations/{id}/messages` ajoute des mots au dossier d’une conversation qui attend une personne ou qui en a une. Celle-ci n’en a pas : interrogez le robot comme d’habitude.',
  },
  'request-with-person': {
    title: 'Une personne a cette conversation, ou on l’attend',
    text: 'Une adresse de `routes.*.unchecked_endpoints` a été appelée pour une conversation qu’une personne a prise ou qui en attend une. Le robot n’est pas interrogé avant la fin du dossier. Envoyez le message du client à `POST /v1/conversations/{id}/messages`, ou demandez à une adresse vérifiée : là, les mots de la personne sont la réponse.',
  },
  'request-not-found': {
    title: 'Il n’y a rien ici',
    text: 'Le chemin ou l’enregistrement n’existe pas, ou est hors de portée de la clé.',
  },
  'auth-key-missing': {
    title: 'Il faut une clé Plumbline',
    text: 'Des clés sont en usage. Envoyez-en une comme `x-plumbline-key: plk_…`, ou comme `Authorization: Bearer plk_…` ou `x-api-key: plk_…` là où le robot a sa propre clé (`api_key_env`).',
  },
  'auth-key-invalid': {
    title: 'La clé Plumbline n’est pas valable',
    text: 'La clé est inconnue ou a été révoquée. Listez les clés avec `plumbline keys list`.',
  },
  'auth-token-invalid': {
    title: 'Le jeton des événements en direct n’est pas valable',
    text: 'Le jeton est échu (`handoff.live.token_ttl_s`), vaut pour une autre conversation, a été falsifié, ou la clé à laquelle il a été remis a été révoquée. Demandez-en un autre à votre propre serveur : il appelle `POST /v1/conversations/{id}/token` avec sa clé.',
  },
  'auth-signature-invalid': {
    title: 'L’appel n’est pas signé comme il doit l’être',
    text: 'Un appel à `/hooks/chatwoot/…` n’est accepté qu’avec la signature de Chatwoot sur son heure et son corps, vieille de cinq minutes au plus, ou, de versions qui ne signent pas, avec le secret dans l’adresse (`?token=…`). `detail` dit quel réglage nomme le secret. Copiez-le à nouveau de Chatwoot, et vérifiez l’heure des deux machines.',
  },
  'auth-role-forbidden': {
    title: 'Le rôle de la clé ne le permet pas',
    text: 'Le rôle de la clé ne permet pas cet appel, ou l’un de ses champs : `as_of` ne peut différer d’aujourd’hui que pour le rôle `compliance`. `detail` nomme les rôles qui le peuvent.',
  },
  'auth-route-forbidden': {
    title: 'La clé ne permet pas cette route',
    text: 'La route de `x-plumbline-route` n’est pas de celles que la clé (et son locataire) peut prendre, ou n’est pas configurée.',
  },
  'upstream-not-configured': {
    title: 'La route n’a pas de robot',
    text: 'Le robot de la route manque. Configurez-le sous `upstreams`.',
  },
  'upstream-unreachable': {
    title: 'Le robot n’a pas pu être joint',
    text: 'Aucune connexion au robot, ou elle s’est rompue avant que sa réponse soit entière. Vérifiez `upstreams.*.base_url`. Réessayer est sans danger. Dans un flux, la même panne le termine par un message d’erreur.',
  },
  'upstream-timeout': {
    title: 'Le robot n’a pas répondu à temps',
    text: 'Le robot n’a rien donné pendant `upstreams.*.timeout_ms`. Réessayer est sans danger.',
  },
  'upstream-invalid': {
    title: 'La réponse du robot n’a pas pu être lue',
    text: 'La réponse du robot n’est pas du protocole de la route : pas du JSON, sans ses choix, sa sortie ou son contenu, coupée au milieu, une redirection, ou au-delà d’une limite. Rien n’en a été donné, ou rien de plus.',
  },
  'policy-index-unreadable': {
    title: 'Un règlement ou un tableau n’a pas pu être lu',
    text: 'Un règlement ou un tableau ne se lit pas, et aucune version antérieure ne le remplace. `GET /readyz` et `plumbline index` nomment le fichier et la ligne.',
  },
  'policy-index-unknown': {
    title: 'Cette base de connaissances n’existe pas',
    text: 'La `knowledge_base` de la requête n’est aucune de celles que prennent les routes de la clé.',
  },
  'handoff-already-claimed': {
    title: 'Quelqu’un d’autre a déjà le dossier',
    text: 'Deux personnes ont pris un dossier en même temps, ou il était déjà pris : `detail` nomme qui l’a. Relisez le dossier ; qui le tient peut le rendre, et `reassign` le reprend.',
  },
  'handoff-not-claimed': {
    title: 'Personne n’a pris le dossier',
    text: 'Ce que seul peut faire qui tient le dossier (un message, le rendre au robot, le clore, le remettre en file) demande de le prendre d’abord : `POST /api/handoffs/{id}/claim`.',
  },
  'handoff-not-yours': {
    title: 'Quelqu’un d’autre tient le dossier',
    text: '`detail` dit qui. Attribuez-vous le dossier pour le reprendre ; cette personne le voit aussitôt.',
  },
  'handoff-ended': {
    title: 'Le dossier est clos',
    text: 'Il a été rendu au robot, résolu ou annulé, ou il a expiré. Si le client a de nouveau besoin d’une personne, un autre dossier s’ouvre.',
  },
  'audit-write-failed': {
    title: 'La décision n’a pas pu être enregistrée',
    text: 'L’enregistrement n’a pas pu être écrit, et avec `fail_mode: closed` rien ne sort qui ne soit enregistré. Vérifiez le disque et `storage.url` ; `GET /readyz` dit quand cela marche de nouveau. C’est une panne, jamais une décision sur la réponse.',
  },
  'audit-chain-broken': {
    title: 'La chaîne des enregistrements ne se vérifie pas',
    text: 'Une entrée de la chaîne manque ou a été modifiée. `plumbline audit verify` nomme la première.',
  },
  'config-invalid': {
    title: 'La configuration n’est pas valable',
    text: '`plumbline.yaml` a une clé inconnue ou une valeur fausse, ou nomme ce qui ne peut pas servir ; le message la nomme.',
  },
  'config-listen': {
    title: 'Impossible d’écouter à cette adresse',
    text: 'L’adresse est prise, n’est pas de cette machine, ou est ouverte au-delà d’elle alors qu’il n’y a aucune clé. Choisissez-en une autre avec `listen` ou `--port`, ou créez une clé.',
  },
  'internal-unexpected': {
    title: 'Quelque chose a failli dans Plumbline',
    text: 'Une panne de Plumbline lui-même. Le journal en a la cause ; la réponse du robot n’a pas été donnée.',
  },
};
