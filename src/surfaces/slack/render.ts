import type { KnownBlock, RichTextBlock } from '@slack/types';
import type { Action, Card, CardElement, Item, Tone } from '../../../cards/card.js';
import { clip } from '../../../cards/card.js';
import { publicPicture } from '../../../cards/public-picture.js';
import { within } from '../../../cards/within.js';
import { SLACK_LIMITS } from './limits.js';

/** What `chat.postMessage` takes. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** A coloured dot repeats what the band says in words. */
const DOT = { low: '🔵', medium: '🟡', high: '🟠', critical: '🔴', done: '⚪' } as const satisfies Record<
  Card['accent'],
  string
>;

export const ACTION_PREFIX = 'tocsin:';
/** Of a button that is about nothing: Slack takes no empty value. */
export const NO_SUBJECT = '-';
/** The header says in its block id which version of the card it belongs to. */
const VERSION = 'version:';
/** The block that calls people; only a first message has it. */
const CALLS = 'calls';

/** The version of the card that a message shows, by the ids of its blocks; above all when it does not say. */
export function versionIn(blockIds: readonly (string | undefined)[]): number {
  const id = blockIds.find((each) => each?.startsWith(VERSION));
  return id === undefined ? Number.POSITIVE_INFINITY : Number(id.slice(VERSION.length));
}

/**
 * A card in Block Kit. Text from outside stands only in `plain_text` and `rich_text`, which know no mentions and no
 * links; the fallback text is mrkdwn and is escaped.
 */
export function renderCard(
  card: Card,
  options: {
    readonly mention?: 'here' | 'channel';
    /** Slack ids of people who are called by this message. */
    readonly calls?: readonly string[];
    readonly pictures?: boolean;
  } = {},
): SlackMessage {
  const { mention, calls = [], pictures = true } = options;
  const call = [...(mention ? [`<!${mention}> `] : []), ...calls.map((id) => `<@${id}> `)].join('');
  const blocks = card.elements.flatMap((element): KnownBlock[] => {
    if (element.kind === 'image' && !(pictures && publicPicture(element.url, SLACK_LIMITS.imageUrl))) return [];
    return [blockOf(element, card)];
  });
  return {
    text: call + escapeMrkdwn(clip(card.fallback, SLACK_LIMITS.messageText / 5)),
    blocks: [...(mention || calls.length > 0 ? [mentionBlock(mention, calls)] : []), ...blocks].slice(
      0,
      SLACK_LIMITS.blocksPerMessage,
    ),
  };
}

/** Slack's three characters, `&` first. There is no escape for emphasis, which can do no harm. */
export const escapeMrkdwn = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function blockOf(element: CardElement, card: Card): KnownBlock {
  switch (element.kind) {
    case 'header':
      return {
        type: 'header',
        ...(card.version === undefined ? {} : { block_id: `${VERSION}${card.version}` }),
        text: plain(`${DOT[card.accent]} ${element.text}`, SLACK_LIMITS.headerText),
      };
    case 'text':
      return richText(clip(element.text, SLACK_LIMITS.sectionText), element.tone);
    case 'context':
      return { type: 'context', elements: [plain(element.text, SLACK_LIMITS.contextText)] };
    case 'image':
      return {
        type: 'image',
        image_url: publicPicture(element.url, SLACK_LIMITS.imageUrl) ?? '',
        alt_text: within(element.alt, SLACK_LIMITS.imageAlt) || ' ',
      };
    case 'list':
      return listBlock(element.items);
    case 'actions':
      return actionsBlock(element.name ?? 'actions', element.actions, card.about ?? NO_SUBJECT);
    default:
      return element satisfies never;
  }
}

function richText(text: string, tone: Tone): RichTextBlock {
  const bold = tone === 'strong' || tone === 'alert';
  const run = { type: 'text' as const, text: text === '' ? ' ' : text, ...(bold ? { style: { bold: true } } : {}) };
  const type = tone === 'quote' ? ('rich_text_quote' as const) : ('rich_text_section' as const);
  return { type: 'rich_text', elements: [{ type, elements: [run] }] };
}

function listBlock(items: readonly Item[]): RichTextBlock {
  const lines = items.map(({ text, url }) => ({
    type: 'rich_text_section' as const,
    elements: [url === undefined ? { type: 'text' as const, text } : { type: 'link' as const, url, text }],
  }));
  return { type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'bullet', elements: lines }] };
}

function actionsBlock(name: string, actions: readonly Action[], about: string): KnownBlock {
  const shown = actions.filter((action) => !action.more);
  const more = actions.filter((action) => action.more).slice(0, SLACK_LIMITS.overflowOptions);
  const buttons = shown.map((action) => ({
    type: 'button' as const,
    action_id: `${ACTION_PREFIX}${action.id}`,
    text: plain(action.label, SLACK_LIMITS.buttonText),
    value: about,
    ...(action.style === 'plain' ? {} : { style: action.style }),
  }));
  const overflow = {
    type: 'overflow' as const,
    action_id: `${ACTION_PREFIX}more`,
    options: more.map((action) => ({
      text: plain(action.label, SLACK_LIMITS.optionText),
      value: `${action.id} ${about}`,
    })),
  };
  return { type: 'actions', block_id: name, elements: more.length > 0 ? [...buttons, overflow] : buttons };
}

const mentionBlock = (mention: 'here' | 'channel' | undefined, calls: readonly string[]): KnownBlock => ({
  type: 'rich_text',
  block_id: CALLS,
  elements: [
    {
      type: 'rich_text_section',
      elements: [
        ...(mention ? [{ type: 'broadcast' as const, range: mention }] : []),
        ...calls.flatMap((user_id) => [
          { type: 'text' as const, text: ' ' },
          { type: 'user' as const, user_id },
        ]),
      ],
    },
  ],
});

export const plain = (text: string, limit: number) => ({
  type: 'plain_text' as const,
  text: within(text, limit) || ' ',
  emoji: false,
});
