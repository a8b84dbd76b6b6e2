import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSnapshot, inForce, passagesOfContext } from '../../../src/core/indexing/index.js';

const POLICY = `---
title: Kayak hire
lang: en
effective_from: 2026-02-01
---

# Kayak hire

Hire ends at **dusk**. Late returns cost \\$20 & more.

## 2. Who may hire

You may hire when all of this holds:

- you are **16 or older**;
- you can swim, which means:
  - 50 m without help;
  - in [clothes](https://kayak.example).

> Children wear a vest. Adults carry one.

| Boat | Fee (CAD) | Deposit |
|---|---|---|
| *Single* | 40 | none |
| Double | 65.50 | CAD 100 |
`;

const read = async (text: string, source = 'policies/kayaks.md') => {
  const { snapshot, problems } = await buildSnapshot('test', [{ source, text }]);
  return { snapshot, problems, passages: snapshot.passages };
};

describe('Markdown policies', () => {
  it('become sentences, list items and rows with their headings, in order', async () => {
    const { passages, problems } = await read(POLICY);
    expect(problems).toEqual([]);
    expect(passages.map(({ kind, section, text }) => [kind, section, text])).toEqual([
      ['sentence', 'Kayak hire', 'Hire ends at dusk.'],
      ['sentence', 'Kayak hire', 'Late returns cost $20 & more.'],
      ['sentence', '2. Who may hire', 'You may hire when all of this holds:'],
      ['list_item', '2. Who may hire', 'You may hire when all of this holds: you are 16 or older;'],
      ['list_item', '2. Who may hire', 'You may hire when all of this holds: you can swim, which means:'],
      [
        'list_item',
        '2. Who may hire',
        'You may hire when all of this holds: you can swim, which means: 50 m without help;',
      ],
      [
        'list_item',
        '2. Who may hire',
        'You may hire when all of this holds: you can swim, which means: in clothes.',
      ],
      ['sentence', '2. Who may hire', 'Children wear a vest.'],
      ['sentence', '2. Who may hire', 'Adults carry one.'],
      ['table_row', '2. Who may hire', 'Boat: Single; Fee (CAD): 40 CAD; Deposit: none'],
      ['table_row', '2. Who may hire', 'Boat: Double; Fee (CAD): 65.50 CAD; Deposit: CAD 100'],
    ]);
  });

  it('quote the exact source, markup included', async () => {
    const { passages } = await read(POLICY);
    for (const passage of passages)
      expect(POLICY.slice(passage.start_char, passage.end_char)).toBe(passage.quote);
    expect(passages.map(({ quote }) => quote)).toEqual(
      expect.arrayContaining([
        'Hire ends at **dusk**.',
        'Late returns cost \\$20 & more.',
        'you are **16 or older**;',
        'in [clothes](https://kayak.example).',
        '| *Single* | 40 | none |',
      ]),
    );
  });

  it('keep quotes exact behind a byte order mark and with Windows line ends', async () => {
    const text = `\uFEFF${POLICY.replaceAll('\n', '\r\n')}`;
    const { passages, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(passages).toHaveLength(11);
    for (const passage of passages)
      expect(text.slice(passage.start_char, passage.end_char)).toBe(passage.quote);
    expect(passages[0]?.quote).toBe('Hire ends at **dusk**.');
  });

  it('type the cells of a Markdown table and find its key columns', async () => {
    const row = (await read(POLICY)).passages.at(-1)?.row;
    expect(row?.table).toBe('2. Who may hire');
    expect(row?.cells).toEqual([
      { column: 'Boat', value: 'Double', number: null, unit: null, is_key: true },
      { column: 'Fee (CAD)', value: '65.50', number: 65.5, unit: 'CAD', is_key: false },
      { column: 'Deposit', value: 'CAD 100', number: 100, unit: 'CAD', is_key: false },
    ]);
  });

  it.each<[name: string, markdown: string, texts: string[]]>([
    [
      'an item, each with its label before a colon',
      '- **Wide boat**: one over 90 cm. It goes last.',
      ['Wide boat: one over 90 cm.', 'Wide boat: It goes last.'],
    ],
    [
      'an item, each with its label before a dash',
      '- Wide boat – one over 90 cm. It goes last.',
      ['Wide boat – one over 90 cm.', 'Wide boat: It goes last.'],
    ],
    [
      'an item whose label is a sentence in bold, which stays with the first',
      '- **Wide boats.** They go last. They pay double.',
      ['Wide boats. They go last.', 'Wide boats: They pay double.'],
    ],
    [
      'an item without a label',
      '- Wide boats go last. They pay double.',
      ['Wide boats go last.', 'They pay double.'],
    ],
    [
      'an item under a lead-in',
      'At the lock:\n\n- **Wide boat**: goes last. It pays double.',
      ['At the lock:', 'At the lock: Wide boat: goes last.', 'At the lock: Wide boat: It pays double.'],
    ],
    [
      'a paragraph with a run-in heading in bold',
      '**Wide boats.** They go last. They pay double.',
      ['Wide boats. They go last.', 'Wide boats: They pay double.'],
    ],
    [
      'a paragraph that begins with a word in bold for emphasis',
      '**Never** moor here. The bank is soft.',
      ['Never moor here.', 'The bank is soft.'],
    ],
  ])('read sentence by sentence %s', async (_, markdown, texts) => {
    const source = `# Hulls\n\n${markdown}\n`;
    const { passages } = await read(source);
    expect(passages.map(({ text }) => text)).toEqual(texts);
    for (const { quote, start_char, end_char } of passages)
      expect(source.slice(start_char, end_char)).toBe(quote);
  });

  it('keep the sentences of an item in one block', async () => {
    const { passages } = await read('# Hulls\n\n- Wide boats go last. They pay double.\n');
    expect(new Set(passages.map((passage) => passage.block_id)).size).toBe(1);
  });

  it('skip nothing that has words: code, footnotes, HTML', async () => {
    const { passages } = await read(
      '# A\n\nSee the note.[^1]\n\n[^1]: The note binds.\n\n```\nWrite to us\n```\n\n<!-- hidden -->\n\n<p>Shown text</p>\n',
    );
    expect(passages.map(({ text }) => text)).toEqual([
      'See the note.',
      'The note binds.',
      'Write to us',
      'Shown text',
    ]);
  });

  it('take the language from the front matter, the file name or the text', async () => {
    const lang = async (text: string, source: string) =>
      (await read(text, source)).snapshot.documents[0]?.lang;
    expect(await lang('---\nlang: fr-CA\n---\nBonjour.', 'policies/a.md')).toBe('fr-CA');
    expect(await lang('Bonjour.', 'policies/a.fr.md')).toBe('fr');
    expect(
      await lang('Les bagages sont remboursés dans les sept jours après la demande.', 'policies/a.md'),
    ).toBe('fr');
    expect(await lang('The bags are refunded within seven days of the request.', 'policies/a.md')).toBe('en');
  });

  it('quote exactly whatever the text', async () => {
    const piece = fc.constantFrom(
      '**bold** text. ',
      '- item\n',
      '\n\n',
      'Fee: 3.5 \\* two. ',
      '`code` ',
      '| a | b |\n|---|---|\n| 1 | 2 |\n',
      '> quoted\n',
      '[l](u) ',
      '&amp; ',
      '# H\n',
      'é ',
      '  ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), async (pieces) => {
        const text = pieces.join('');
        for (const passage of (await read(text)).passages) {
          expect(text.slice(passage.start_char, passage.end_char)).toBe(passage.quote);
          expect(passage.quote.trim()).not.toBe('');
        }
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});

describe('versions', () => {
  const version = (source: string, lines: string) => ({
    source: `policies/${source}`,
    text: `---\n${lines}\n---\nHire ends at dusk.\n`,
  });

  it('an older version ends where the one that supersedes it begins', async () => {
    const { snapshot, problems } = await buildSnapshot('test', [
      version('new.md', 'effective_from: 2026-03-01\nsupersedes: old.md'),
      version('old.md', 'effective_from: 2025-03-01'),
    ]);
    expect(problems).toEqual([]);
    const older = snapshot.passages.find(({ source }) => source === 'policies/old.md');
    expect(older?.effective_to).toBe('2026-03-01');
    const inForceAt = (day: string) =>
      snapshot.passages.filter((passage) => inForce(passage, day)).map(({ source }) => source);
    expect(inForceAt('2025-02-28')).toEqual([]);
    expect(inForceAt('2026-02-28')).toEqual(['policies/old.md']);
    expect(inForceAt('2026-03-01')).toEqual(['policies/new.md']);
  });

  it.each([
    {
      name: 'a target that does not exist',
      newer: 'effective_from: 2026-03-01\nsupersedes: gone.md',
      older: 'lang: en',
      says: 'does not exist',
    },
    {
      name: 'a newer version without a beginning',
      newer: 'supersedes: old.md',
      older: 'lang: en',
      says: 'no effective_from',
    },
    {
      name: 'two versions in force together',
      newer: 'effective_from: 2026-03-01\nsupersedes: old.md',
      older: 'effective_to: 2026-05-01',
      says: 'stays in force until 2026-05-01',
    },
    {
      name: 'a newer version that begins before the older',
      newer: 'effective_from: 2026-03-01\nsupersedes: old.md',
      older: 'effective_from: 2026-04-01',
      says: 'not later than',
    },
  ])('$name is reported and both stay', async ({ newer, older, says }) => {
    const { snapshot, problems } = await buildSnapshot('test', [
      version('new.md', newer),
      version('old.md', older),
    ]);
    expect(problems).toEqual([
      expect.objectContaining({
        severity: 'warning',
        source: 'policies/new.md',
        message: expect.stringContaining(says),
      }),
    ]);
    expect(snapshot.documents).toHaveLength(2);
  });

  it('the same files give the same version, one changed character another', async () => {
    const build = async (text: string) =>
      (await buildSnapshot('test', [{ source: 'policies/a.md', text }])).snapshot;
    expect(await build('Hire ends.')).toEqual(await build('Hire ends.'));
    expect((await build('Hire ends.')).version).not.toBe((await build('Hire ends!')).version);
    expect((await build('abc')).documents[0]?.version).toBe(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('problems of a policy', () => {
  it.each([
    {
      name: 'front matter that is not YAML',
      text: '---\ntitle: A: B: C\n---\nText.',
      line: 2,
      severity: 'error',
      says: 'quotes',
    },
    {
      name: 'front matter that is not closed',
      text: '---\ntitle: A\n\nText.',
      line: 1,
      severity: 'error',
      says: 'not closed',
    },
    {
      name: 'an impossible day',
      text: '---\ntitle: A\neffective_from: 2026-02-30\n---\nText.',
      line: 3,
      severity: 'error',
      says: 'YYYY-MM-DD',
    },
    {
      name: 'an end before the beginning',
      text: '---\neffective_from: 2026-02-01\neffective_to: 2026-01-01\n---\nText.',
      line: 3,
      severity: 'error',
      says: 'later than',
    },
    {
      name: 'a wrong language',
      text: '---\nlang: français\n---\nText.',
      line: 2,
      severity: 'error',
      says: 'language tag',
    },
    {
      name: 'a language that is not read',
      text: '---\ntitle: Boote\nlang: de-CH\n---\nEin Boot.',
      line: 3,
      severity: 'warning',
      says: '"de-CH" is a language that the checks do not read',
    },
    {
      name: 'prose in another language that is not marked',
      text: `# Boote\n\n${'Ein Boot kostet 40 Euro je Stunde und wird am Abend wieder am Steg abgegeben, sonst wird ein Zuschlag fällig. '.repeat(2)}`,
      line: null,
      severity: 'warning',
      says: 'neither English nor French',
    },
    {
      name: 'a sentence or two in another language',
      text: '# Boote\n\nEin Boot kostet 40 Euro je Stunde und wird am Abend wieder abgegeben.',
      line: null,
      severity: 'warning',
      says: 'neither English nor French',
    },
    {
      name: 'an unknown key',
      text: '---\nefective_from: 2026-02-01\n---\nText.',
      line: 2,
      severity: 'warning',
      says: 'known keys are title',
    },
    { name: 'an empty file', text: ' \n', line: 1, severity: 'error', says: 'empty' },
    { name: 'a file of headings only', text: '# Title\n', line: 1, severity: 'error', says: 'no sentence' },
  ])('$name is named with its line', async ({ text, line, severity, says }) => {
    const { problems, snapshot } = await read(text);
    expect(problems).toEqual([
      { severity, source: 'policies/kayaks.md', line, message: expect.stringContaining(says) },
    ]);
    expect(snapshot.documents).toHaveLength(severity === 'error' ? 0 : 1);
  });

  it.each([
    {
      name: 'a list of prices',
      text: `# Prices\n\n${'- Heron 40 EUR\n- Otter 55 EUR\n- Kingfisher 70 EUR\n'.repeat(20)}`,
    },
    {
      name: 'a table',
      text: `# Prices\n\n| boat | fee |\n|---|---|\n${'| Kingfisher touring canoe | 70 EUR |\n'.repeat(20)}`,
    },
    { name: 'a French policy', text: '---\nlang: fr-CA\n---\nUn bateau.' },
  ])('$name gets no warning of its language', async ({ text }) => {
    expect((await read(text)).problems).toEqual([]);
  });

  it('two files of one path are named, and the first counts', async () => {
    const file = { source: 'policies/a.md', text: 'One.' };
    const { problems, snapshot } = await buildSnapshot('test', [file, { ...file, text: 'Two.' }]);
    expect(problems).toEqual([expect.objectContaining({ severity: 'error', source: 'policies/a.md' })]);
    expect(snapshot.passages.map(({ text }) => text)).toEqual(['One.']);
  });
});

describe('glossary', () => {
  it('is read with its translations', async () => {
    const { snapshot, problems } = await buildSnapshot('test', [], {
      glossary: '- term: kayak\n  translations: { fr: [canot] }\n',
    });
    expect(problems).toEqual([]);
    expect(snapshot.glossary).toEqual([{ term: 'kayak', synonyms: [], translations: { fr: ['canot'] } }]);
  });

  it.each([
    { name: 'bad YAML', yaml: '- term: [', line: 1 },
    { name: 'no list', yaml: 'term: kayak', line: 1 },
    { name: 'an entry without a term', yaml: '- term: kayak\n- synonyms: [canoe]\n', line: 2 },
  ])('$name is an error with its line', async ({ yaml, line }) => {
    const { problems } = await buildSnapshot('test', [], { glossary: yaml });
    expect(problems).toEqual([expect.objectContaining({ severity: 'error', source: 'glossary.yaml', line })]);
  });
});

describe('caller context', () => {
  it('becomes passages of its own source, always in force', () => {
    const passages = passagesOfContext(
      [{ id: 'doc1', title: 'Help', text: 'One. Two.' }, { text: '- three' }],
      'en',
    );
    expect(passages.map(({ id, source, title, text }) => [id, source, title, text])).toEqual([
      ['context:doc1#0', 'context:doc1', 'Help', 'One.'],
      ['context:doc1#1', 'context:doc1', 'Help', 'Two.'],
      ['context:2#0', 'context:2', 'context:2', 'three'],
    ]);
    expect(passages.every((passage) => inForce(passage, '1999-01-01'))).toBe(true);
  });
});
