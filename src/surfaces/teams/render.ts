import type { Action, Card, CardElement, Field, Form, Tone } from '../../../cards/card.js';
import { publicPicture } from '../../../cards/public-picture.js';
import { within } from '../../../cards/within.js';
import type { FormWords } from '../../../cards/words/form-words.js';
import type { AdaptiveAction, AdaptiveCard, AdaptiveElement, Pressed, TextRun } from './adaptive.js';
import { TEAMS_LIMITS } from './limits.js';

/** The verb of every action of ours. */
export const VERB = 'tocsin';

const COLOUR = {
  low: 'Accent',
  medium: 'Warning',
  high: 'Warning',
  critical: 'Attention',
  done: 'Default',
} as const satisfies Record<Card['accent'], TextRun['color']>;

/**
 * A card as an Adaptive Card 1.5. All text stands in runs, which know neither Markdown nor mentions. What would make it too
 * large leaves from the end of its lists and texts, never its title, who has it, or its buttons.
 */
export function renderCard(card: Card, viewers: readonly string[] = []): AdaptiveCard {
  const refresh = refreshOf(card, viewers);
  for (const share of SHARES) {
    const rendered = {
      ...framed(
        card.fallback,
        card.elements.flatMap((element) => elementOf(element, card, share)),
      ),
      ...refresh,
    };
    if (sizeOf(rendered) <= TEAMS_LIMITS.card) return rendered;
  }
  const least = card.elements.filter(({ kind }) => kind === 'header' || kind === 'actions');
  return framed(
    card.fallback,
    least.flatMap((element) => elementOf(element, card, 0.05)),
  );
}

/** Asks for the card as it is now, as this viewer may see it. */
export const REFRESH = 'refresh';

/** Teams asks by itself only for those who are named, by its own ids. */
function refreshOf({ about }: Card, viewers: readonly string[]): Pick<AdaptiveCard, 'refresh'> {
  const userIds = viewers.filter((id) => /^(29|8):/.test(id)).slice(0, TEAMS_LIMITS.refreshers);
  if (about === undefined || userIds.length === 0) return {};
  return {
    refresh: {
      action: execute('Refresh', { tocsin: { action: REFRESH, about } }, undefined, 'secondary'),
      userIds,
    },
  };
}

/** How much of each text and list is kept, from all of it down. */
const SHARES = [1, 0.6, 0.35, 0.2, 0.1] as const;

/** A form in the place of a card: its fields, and the button that sends them. */
export function renderForm(form: Form): AdaptiveCard {
  const fields = form.fields.flatMap((field) => (field.kind === 'told' || field.kind === 'files' ? [] : [field.name]));
  const data: Pressed = { tocsin: { action: form.id, about: form.about, form: true, fields } };
  // A menu without choices is no card any more.
  const empty = form.fields.find((field) => field.kind === 'select' && field.options.length === 0);
  if (empty) return framed(form.title, [text(`${empty.label}: ${form.words.nothingToChoose}`)]);
  return framed(form.title, [
    text(form.title, { size: 'Large', weight: 'Bolder' }),
    ...form.fields.flatMap((field) => inputOf(field, form.words)),
    {
      type: 'ActionSet',
      actions: [
        execute(form.submit, data, 'positive', 'primary'),
        ...(form.about === ''
          ? []
          : [execute(form.words.cancel, { tocsin: { action: REFRESH, about: form.about } }, undefined, 'primary')]),
      ],
    },
  ]);
}

const framed = (fallbackText: string, body: readonly AdaptiveElement[]): AdaptiveCard => ({
  type: 'AdaptiveCard',
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
  version: '1.5',
  fallbackText: within(fallbackText, 500),
  body,
  msteams: { width: 'Full' },
});

const sizeOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function elementOf(element: CardElement, card: Card, share: number): AdaptiveElement[] {
  const most = Math.floor(TEAMS_LIMITS.text * share);
  switch (element.kind) {
    case 'header':
      return [text(within(element.text, 300), { size: 'Large', weight: 'Bolder', color: COLOUR[card.accent] })];
    case 'text':
      return [toned(within(element.text, most), element.tone)];
    case 'context':
      return [text(within(element.text, most), { size: 'Small', isSubtle: true })];
    case 'image':
      return picture(element.url, element.alt);
    case 'list': {
      const items = element.items.slice(0, Math.max(1, Math.floor(element.items.length * share)));
      return items.map((item) => ({
        type: 'RichTextBlock',
        spacing: 'None',
        inlines: [{ ...run(`• ${within(item.text, most)}`), ...leadingTo(item.url) }],
      }));
    }
    case 'actions':
      return rows(element.actions).map((actions) => ({
        type: 'ActionSet',
        actions: actions.map((action) => actionOf(action, card.about ?? '')),
      }));
    default:
      return element satisfies never;
  }
}

function toned(said: string, tone: Tone): AdaptiveElement {
  if (tone === 'quote') return { type: 'Container', style: 'emphasis', items: [text(said)], spacing: 'Small' };
  const bold = tone === 'plain' ? {} : ({ weight: 'Bolder' } as const);
  return text(said, { ...bold, ...(tone === 'alert' ? ({ color: 'Attention' } as const) : {}) });
}

const run = (said: string, more: Partial<TextRun> = {}): TextRun => ({
  type: 'TextRun',
  text: said === '' ? ' ' : said,
  ...more,
});

const text = (said: string, more: Partial<TextRun> = {}): AdaptiveElement => ({
  type: 'RichTextBlock',
  inlines: [run(said, more)],
});

const leadingTo = (url: string | undefined) =>
  url === undefined ? {} : { selectAction: { type: 'Action.OpenUrl' as const, url } };

function picture(url: string, alt: string): AdaptiveElement[] {
  const address = publicPicture(url, TEAMS_LIMITS.imageUrl);
  if (address === undefined) return [];
  return [{ type: 'Image', url: address, altText: within(alt, TEAMS_LIMITS.imageAlt) || ' ', size: 'Large' }];
}

/** More in one set is wrong by the vendor's own rules, and what stands behind the three dots counts: it has a set of its own. */
const ROW = 5;

function rows(actions: readonly Action[]): Action[][] {
  const sets = [actions.filter(({ more }) => !more), actions.filter(({ more }) => more)];
  return sets.flatMap((set) =>
    Array.from({ length: Math.ceil(set.length / ROW) }, (_, index) => set.slice(index * ROW, (index + 1) * ROW)),
  );
}

const STYLE: Partial<Record<Action['style'], 'positive' | 'destructive'>> = {
  primary: 'positive',
  danger: 'destructive',
};

const actionOf = ({ id, label, style, more }: Action, about: string): AdaptiveAction =>
  execute(label, { tocsin: { action: id, about } }, STYLE[style], more ? 'secondary' : 'primary');

function execute(
  label: string,
  data: Pressed,
  style: AdaptiveAction['style'] | undefined,
  mode: NonNullable<AdaptiveAction['mode']>,
): AdaptiveAction {
  const title = within(label, TEAMS_LIMITS.buttonText);
  return {
    type: 'Action.Execute',
    title,
    verb: VERB,
    data,
    ...(style ? { style } : {}),
    mode,
    fallback: { type: 'Action.Submit', title, data },
  };
}

function inputOf(field: Field, words: FormWords): AdaptiveElement[] {
  switch (field.kind) {
    // Teams gives a bot no files from a card; the console takes them.
    case 'files':
      return [];
    case 'told':
      return [text(field.label, { weight: 'Bolder' }), text(within(field.text, TEAMS_LIMITS.text))];
    case 'text':
      return [
        {
          type: 'Input.Text',
          id: field.name,
          label: within(field.label, 500),
          isMultiline: field.multiline,
          isRequired: field.required,
          maxLength: field.maxLength,
          ...(field.required ? { errorMessage: words.required } : {}),
          ...(field.initial ? { value: within(field.initial, field.maxLength) } : {}),
        },
        ...(field.hint ? [text(within(field.hint, 500), { size: 'Small', isSubtle: true })] : []),
      ];
    case 'select':
      return [
        {
          type: 'Input.ChoiceSet',
          id: field.name,
          label: within(field.label, 500),
          style: 'compact',
          isRequired: field.required,
          choices: field.options.slice(0, TEAMS_LIMITS.choices).map(({ value, label }) => ({
            // A name of nothing but blanks is no choice to Teams.
            title: label.trim() === '' ? value : label,
            value,
          })),
          ...(field.required ? { errorMessage: words.required } : {}),
          ...(field.initial ? { value: field.initial } : {}),
        },
      ];
    default:
      return field satisfies never;
  }
}
