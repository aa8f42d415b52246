import type { Check } from './check.js';
import { among, byType, chars, fields, flag, list, matching, whole } from './check.js';
import { id } from './elements.js';

/** `rich_text`: text that is only text, and mentions and links that are said to be such. */

const style = fields({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag, highlight: flag });
const styled = { style };

const INLINE = {
  text: fields({ type: among('text'), text: chars(12_000) }, styled),
  link: fields({ type: among('link'), url: chars(3_000) }, { ...styled, text: chars(3_000), unsafe: flag }),
  emoji: fields(
    { type: among('emoji'), name: matching(/^[a-z0-9_+'-]+$/, 'the name of an emoji') },
    { ...styled, unicode: chars(100), skin_tone: whole(1, 6) },
  ),
  user: fields({ type: among('user'), user_id: id }, styled),
  channel: fields({ type: among('channel'), channel_id: id }, styled),
  usergroup: fields({ type: among('usergroup'), usergroup_id: id }, styled),
  broadcast: fields({ type: among('broadcast'), range: among('here', 'channel', 'everyone') }, styled),
  date: fields(
    { type: among('date'), timestamp: whole(0, 10_000_000_000), format: chars(200) },
    { ...styled, url: chars(3_000), fallback: chars(200) },
  ),
} as const satisfies Record<string, Check>;

const inline = list(byType(INLINE), 1, 1_000);
const verbatim = list(byType({ text: INLINE.text, link: INLINE.link }), 1, 1_000);
const section = fields({ type: among('rich_text_section'), elements: inline });

const part = byType({
  rich_text_section: section,
  rich_text_quote: fields({ type: among('rich_text_quote'), elements: inline }, { border: whole(0, 1) }),
  rich_text_preformatted: fields(
    { type: among('rich_text_preformatted'), elements: verbatim },
    { border: whole(0, 1), language: chars(50) },
  ),
  rich_text_list: fields(
    { type: among('rich_text_list'), style: among('bullet', 'ordered'), elements: list(section, 1, 1_000) },
    { indent: whole(0, 8), offset: whole(0, 10_000), border: whole(0, 1) },
  ),
});

export const richText: Check = fields({ type: among('rich_text'), elements: list(part, 1, 1_000) }, { block_id: id });
