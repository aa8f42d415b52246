import { isRecord } from './check.js';

interface Readable {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** What a human reads: the blocks from top to bottom, one line each; the text when there are no blocks. */
export function visibleText(message: Readable, nameOf: (id: string) => string = (id) => id): string {
  if (message.blocks.length === 0) return readMrkdwn(message.text, nameOf);
  return message.blocks
    .map((block) => lineOf(block, nameOf))
    .filter((line) => line !== '')
    .join('\n');
}

function lineOf(block: unknown, nameOf: (id: string) => string): string {
  if (!isRecord(block)) return '';
  const say = (value: unknown) => textOf(value, nameOf);
  switch (block.type) {
    case 'divider':
      return '———';
    case 'image':
      return `[picture: ${String(block.alt_text)}]`;
    case 'input':
      return `${say(block.label)}${block.optional === true ? ' (optional)' : ''}: ${say(block.element)}`;
    case 'actions':
    case 'context':
      return listOf(block.elements).map(say).join('  ');
    case 'rich_text':
      return listOf(block.elements).map(say).join('\n');
    case 'markdown':
      return String(block.text);
    default:
      return [block.text, ...listOf(block.fields), block.accessory]
        .map(say)
        .filter((each) => each !== '')
        .join('\n');
  }
}

/** Any part of a block as text. */
function textOf(part: unknown, nameOf: (id: string) => string): string {
  if (!isRecord(part)) return '';
  const say = (value: unknown) => textOf(value, nameOf);
  switch (part.type) {
    case 'plain_text':
    case 'text':
      return String(part.text);
    case 'mrkdwn':
      return readMrkdwn(String(part.text), nameOf);
    case 'button':
      return `[ ${say(part.text)} ]`;
    case 'overflow':
    case 'static_select':
    case 'radio_buttons':
    case 'checkboxes':
      return `[ ⋯ ${listOf(part.options)
        .map((option) => (isRecord(option) ? say(option.text) : ''))
        .join(' | ')} ]`;
    case 'plain_text_input':
      return '[ ________ ]';
    case 'image':
      return `[picture: ${String(part.alt_text)}]`;
    case 'link':
      return String(part.text ?? part.url);
    case 'broadcast':
      return `@${String(part.range)}`;
    case 'user':
      return `@${nameOf(String(part.user_id))}`;
    case 'emoji':
      return `:${String(part.name)}:`;
    default:
      return listOf(part.elements)
        .map(say)
        .join(part.type === 'rich_text_list' ? '\n' : '');
  }
}

/** Mrkdwn with its mentions and links resolved and its entities undone. Emphasis stays as it was written. */
function readMrkdwn(text: string, nameOf: (id: string) => string): string {
  return text
    .replaceAll(/<!(here|channel|everyone)(?:\|[^>]*)?>/g, '@$1')
    .replaceAll(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf(id)}`)
    .replaceAll(/<([^>|]+)\|([^>]*)>/g, '$2')
    .replaceAll(/<([^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export interface Pull {
  readonly kind: 'mention' | 'link';
  readonly what: string;
}

/**
 * Everything in a message that pings somebody or can be followed: mentions and links in mrkdwn (the text counts as
 * such even beside blocks), their counterparts in rich text, and addresses of buttons.
 */
export function pullsIn(message: Readable): Pull[] {
  return [...pullsOfMrkdwn(message.text), ...message.blocks.flatMap(pullsOfPart)];
}

const PULLS_OF_TYPE: Readonly<Record<string, Pull['kind']>> = {
  user: 'mention',
  usergroup: 'mention',
  channel: 'mention',
  broadcast: 'mention',
  link: 'link',
};

function pullsOfPart(part: unknown): Pull[] {
  if (Array.isArray(part)) return part.flatMap(pullsOfPart);
  if (!isRecord(part)) return [];
  if (part.type === 'mrkdwn' || part.type === 'markdown') return pullsOfMrkdwn(String(part.text));
  const kind = PULLS_OF_TYPE[String(part.type)];
  if (kind && part.elements === undefined) return [{ kind, what: JSON.stringify(part) }];
  const own: Pull[] = part.type === 'button' && typeof part.url === 'string' ? [{ kind: 'link', what: part.url }] : [];
  return [...own, ...Object.values(part).flatMap(pullsOfPart)];
}

function pullsOfMrkdwn(text: string): Pull[] {
  return [...text.matchAll(/<([^<>]+)>/g)].map(([, inner = '']) => ({
    kind: /^[!@#]/.test(inner) ? 'mention' : 'link',
    what: inner,
  }));
}

/** Every mrkdwn text of a message, its fallback included. */
export function mrkdwnIn(message: Readable): string[] {
  const within = (part: unknown): string[] => {
    if (Array.isArray(part)) return part.flatMap(within);
    if (!isRecord(part)) return [];
    if (part.type === 'mrkdwn' || part.type === 'markdown') return [String(part.text)];
    return Object.values(part).flatMap(within);
  };
  return [message.text, ...message.blocks.flatMap(within)];
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
