import type { Check, Complaint } from './check.js';
import { all, among, byType, chars, complaintsAbout, fields, flag, isRecord, list, unique } from './check.js';
import {
  accessory,
  actionElements,
  anyText,
  id,
  imageElement,
  inputElement,
  plainText,
  webAddress,
} from './elements.js';
import { richText } from './rich-text.js';

const MESSAGE_BLOCKS = 50;
const MODAL_BLOCKS = 100;
/** Nowhere documented; measured by others (bolt-js issue 2509): legal blocks are refused from about here. */
export const MESSAGE_CHARACTERS = 13_200;

const own = { block_id: id };

const hasTextOrFields: Check = (value, at, found) => {
  if (isRecord(value) && value.text === undefined && value.fields === undefined)
    found.push({ what: 'missing required field: text', at });
};

const block = byType({
  section: all(
    fields(
      { type: among('section') },
      { ...own, text: anyText(3_000), fields: list(anyText(2_000), 1, 10), accessory, expand: flag },
    ),
    hasTextOrFields,
  ),
  divider: fields({ type: among('divider') }, own),
  header: fields({ type: among('header'), text: plainText(150) }, own),
  image: fields(
    { type: among('image'), image_url: webAddress(3_000), alt_text: chars(2_000) },
    { ...own, title: plainText(2_000) },
  ),
  context: fields(
    {
      type: among('context'),
      elements: list(byType({ image: imageElement, plain_text: plainText(3_000), mrkdwn: anyText(3_000) }), 1, 10),
    },
    own,
  ),
  actions: fields({ type: among('actions'), elements: actionElements }, own),
  input: fields(
    { type: among('input'), label: plainText(2_000), element: inputElement },
    { ...own, hint: plainText(2_000), optional: flag, dispatch_action: flag },
  ),
  markdown: fields({ type: among('markdown'), text: chars(12_000) }, own),
  rich_text: richText,
});

const blocks = (max: number): Check => all(list(block, 0, max), unique('block_id'));

/** What Slack would complain about in the blocks of a message. */
export const messageComplaints = (value: unknown): Complaint[] =>
  complaintsAbout(blocks(MESSAGE_BLOCKS), value, '/blocks');

/** All that a human could read in it, and addresses, counted together. */
export function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + charactersIn(each), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce((sum, [name, each]) => {
    if (typeof each === 'string') return sum + (COUNTED.has(name) ? each.length : 0);
    return sum + charactersIn(each);
  }, 0);
}
const COUNTED = new Set(['text', 'alt_text', 'image_url', 'url', 'value']);

/** Addresses of the pictures in a message and where they stand: Slack fetches them before it takes the message. */
export function picturesIn(value: unknown, at = '/blocks'): { readonly url: string; readonly at: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => picturesIn(each, `${at}/${index}`));
  if (!isRecord(value)) return [];
  const here = typeof value.image_url === 'string' ? [{ url: value.image_url, at: `${at}/image_url` }] : [];
  return [...here, ...Object.entries(value).flatMap(([name, each]) => picturesIn(each, `${at}/${name}`))];
}

const view = fields(
  { type: among('modal'), title: plainText(24), blocks: blocks(MODAL_BLOCKS) },
  {
    submit: plainText(24),
    close: plainText(24),
    private_metadata: chars(3_000, 0),
    callback_id: id,
    external_id: id,
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  },
);

const home = fields(
  { type: among('home'), blocks: blocks(MODAL_BLOCKS) },
  { private_metadata: chars(3_000, 0), callback_id: id, external_id: id },
);

/** What Slack would complain about in a Home tab. */
export const homeComplaints = (value: unknown): Complaint[] => complaintsAbout(home, value, '/view');

const submitWithInputs: Check = (value, at, found) => {
  if (!isRecord(value) || value.submit !== undefined || !Array.isArray(value.blocks)) return;
  if (value.blocks.some((each) => isRecord(each) && each.type === 'input')) {
    found.push({ what: 'missing required field: submit (the view has input blocks)', at });
  }
};

/** What Slack would complain about in a modal. */
export const viewComplaints = (value: unknown): Complaint[] =>
  complaintsAbout(all(view, submitWithInputs), value, '/view');
