import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../../src/core/indexing/index.js';

const passagesOf = async (text: string) => {
  const { snapshot } = await buildSnapshot('test', [{ source: 'policies/allotments.md', text }]);
  return snapshot.passages;
};

const linksIn = async (text: string): Promise<(string[] | undefined)[]> =>
  (await passagesOf(text)).map(({ links }) => links);

describe('the links of a policy', () => {
  it.each([
    {
      name: 'a link leads to its address',
      text: 'Rent a plot on our [plot page](https://town.example/plots "Plots").',
      links: ['https://town.example/plots'],
    },
    {
      name: 'mail and telephone are addresses',
      text: 'Write to [us](mailto:plots@town.example?subject=Plot) or ring [the office](tel:+33-1-44-55-66-77).',
      links: ['mailto:plots@town.example?subject=Plot', 'tel:+33-1-44-55-66-77'],
    },
    {
      name: 'a reference leads where the first definition of its label says',
      text: 'Rent a plot on our [plot page][Plots].\n\n[plots]: https://town.example/plots\n[plots]: https://town.example/other\n',
      links: ['https://town.example/plots'],
    },
    {
      name: 'an image is a link to itself, and to what it stands in',
      text: 'See [![the map](https://town.example/map.png)](https://town.example/map) of the plots.',
      links: ['https://town.example/map.png', 'https://town.example/map'],
    },
    {
      name: 'an address without words belongs to its sentence',
      text: 'Rent a plot here: [](https://town.example/plots).',
      links: ['https://town.example/plots'],
    },
    {
      name: 'relative links, anchors and other schemes reach no one',
      text: 'See [fees](fees.md), [above](#fees), [the site](//town.example) and [a file](file:///etc/fees).',
      links: undefined,
    },
    {
      name: 'what the text says already is not said again',
      text: 'Visit <https://town.example/plots>, www.town.example or plots@town.example.',
      links: undefined,
    },
  ])('$name', async ({ text, links }) => {
    expect(await linksIn(text)).toEqual([links]);
  });

  it('stay with their sentence, item or row', async () => {
    const text =
      'Rent on [this page](https://town.example/plots). Plots are small.\n\n- [sheds](https://town.example/sheds);\n- taps.\n\n| Plot | Form |\n|---|---|\n| Long | [form](https://town.example/long) |\n| Short | none |\n';
    expect(await linksIn(text)).toEqual([
      ['https://town.example/plots'],
      undefined,
      ['https://town.example/sheds'],
      undefined,
      ['https://town.example/long'],
      undefined,
    ]);
  });

  it('change neither text nor quote', async () => {
    const text = 'Rent a plot on our [plot page](https://town.example/plots) by May.';
    const [passage] = await passagesOf(text);
    expect(passage).toMatchObject({ text: 'Rent a plot on our plot page by May.', quote: text });
  });
});
