import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { renderForm as slackForm } from '../../src/surfaces/slack/modal.js';
import { renderCard as slackCard } from '../../src/surfaces/slack/render.js';
import { renderCard as teamsCard, renderForm as teamsForm } from '../../src/surfaces/teams/render.js';
import { openBrowser } from '../../test/browser.js';
import { type Piece, pieces } from './pieces.js';

/** `npm run cards:gallery`: every sort of card as Slack and Teams draw it, into `docs/cards/`. */

const { resolve } = createRequire(import.meta.url);
const FOLDER = 'docs/cards';
const FRAME = `
  body { margin: 0; background: #fff; }
  #shot { width: 620px; padding: 12px; box-sizing: border-box; font-family: "Liberation Sans", Arial, sans-serif; }
  #shot.modal { border: 1px solid #ccc; border-radius: 8px; }
  h2 { font-size: 18px; margin: 0 0 12px; }
  footer { margin-top: 16px; text-align: right; }
  footer span { display: inline-block; border: 1px solid #999; border-radius: 4px; padding: 6px 14px; margin-left: 8px; }
  footer span.main { background: #007a5a; border-color: #007a5a; color: #fff; }
`;

/** The browser of the gallery has no font with coloured signs. */
const DOTS = { '🔵': '#1d6fd1', '🟡': '#c9a300', '🟠': '#d9730d', '🔴': '#c62828', '⚪': '#9e9e9e' };

/** The library is CommonJS and made for a bundler. */
const { Message } = createRequire(import.meta.url)('slack-blocks-to-jsx') as typeof import('slack-blocks-to-jsx');

async function drawSlack(page: Page, { card, form }: Piece): Promise<void> {
  const view = form && slackForm(form, { about: form.about, channel: '' });
  const blocks = (view?.blocks ?? (card ? slackCard(card).blocks : [])) as never;
  const drawn = renderToStaticMarkup(
    createElement(Message, {
      time: new Date('2026-01-06T02:10:00Z'),
      name: 'Tocsin',
      logo: `data:image/png;base64,${readFileSync('teams/color.png').toString('base64')}`,
      blocks,
      ...(view ? { withoutWrapper: true } : {}),
      data: { users: [], channels: [] },
    } as never),
  );
  const html = Object.entries(DOTS)
    .reduce((text, [dot, colour]) => text.replaceAll(dot, `<span style="color:${colour}">●</span>`), drawn)
    // What the library invents.
    .replaceAll(/↵ Please (&#x27;|')enter(&#x27;|') to submit/g, '');
  const css = readFileSync(resolve('slack-blocks-to-jsx/dist/style.css'), 'utf8');
  const framed = view
    ? `<h2>${view.title.text}</h2>${html}<footer><span>${view.close?.text ?? ''}</span>${view.submit ? `<span class="main">${view.submit.text}</span>` : ''}</footer>`
    : html;
  await page.setContent(`<style>${css}${FRAME}</style><div id="shot" class="${view ? 'modal' : ''}">${framed}</div>`);
}

async function drawTeams(page: Page, { card, form }: Piece): Promise<void> {
  const payload = form ? teamsForm(form) : card ? teamsCard(card) : undefined;
  await page.setContent(`<style>${FRAME}
    .ac-pushButton { border: 1px solid #bbb; border-radius: 4px; background: #fff; padding: 6px 10px; font: 600 13px "Liberation Sans", Arial; }
    .ac-pushButton.style-positive, .ac-pushButton.primary { border-color: #5b5fc7; }
    .ac-pushButton.style-destructive { color: #a4262c; }
    .ac-input { border: 1px solid #bbb; border-radius: 4px; padding: 6px; font: 14px "Liberation Sans", Arial; width: 100%; box-sizing: border-box; }
    </style><div id="shot" style="border:1px solid #ddd;border-radius:6px"></div>`);
  await page.addScriptTag({ path: resolve('adaptivecards/dist/adaptivecards.js') });
  await page.evaluate((given) => {
    // biome-ignore lint/suspicious/noExplicitAny: the vendor's own global
    const library = (globalThis as any).AdaptiveCards;
    const drawn = new library.AdaptiveCard();
    drawn.hostConfig = new library.HostConfig({
      fontFamily: '"Liberation Sans", Arial, sans-serif',
      actions: { actionsOrientation: 'horizontal', actionAlignment: 'left', maxActions: 10, buttonSpacing: 8 },
      containerStyles: {
        default: {
          backgroundColor: '#ffffff',
          foregroundColors: {
            default: { default: '#242424', subtle: '#616161' },
            accent: { default: '#0f548c', subtle: '#0f548c' },
            attention: { default: '#a4262c', subtle: '#a4262c' },
            warning: { default: '#835b00', subtle: '#835b00' },
            good: { default: '#13660f', subtle: '#13660f' },
          },
        },
        emphasis: {
          backgroundColor: '#f0f0f0',
          foregroundColors: { default: { default: '#242424', subtle: '#616161' } },
        },
      },
    });
    drawn.parse(given);
    // biome-ignore lint/suspicious/noExplicitAny: runs in the browser
    const { document } = globalThis as any;
    document.getElementById('shot').appendChild(drawn.render());
  }, payload as never);
}

async function main(): Promise<void> {
  const all = await pieces();
  mkdirSync(FOLDER, { recursive: true });
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 640, height: 900 } });
    for (const piece of all) {
      for (const [chat, draw] of [
        ['slack', drawSlack],
        ['teams', drawTeams],
      ] as const) {
        await draw(page, piece);
        await page.locator('#shot').screenshot({ path: join(FOLDER, `${chat}-${piece.name}.png`) });
      }
    }
  } finally {
    await browser.close();
  }
  const rows = all.map(
    ({ name, what }) =>
      `| ${what} | ![${what}, in Slack](slack-${name}.png) | ![${what}, in Teams](teams-${name}.png) |`,
  );
  const head =
    '# Cards\n\nEvery sort of card and form, as Slack and Teams draw them. Made by `npm run cards:gallery`: a night with the real bot,\nthe renderers of `src/surfaces`, and `slack-blocks-to-jsx` and `adaptivecards` in a browser in place of the two products.\n';
  writeFileSync(join(FOLDER, 'README.md'), `${head}\n| | Slack | Teams |\n|---|---|---|\n${rows.join('\n')}\n`);
  process.stdout.write(`${all.length * 2} pictures in ${FOLDER}\n`);
}

await main();
