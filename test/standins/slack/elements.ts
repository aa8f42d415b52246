import type { Check } from './check.js';
import { all, among, byType, chars, fields, flag, isRecord, list, matching, unique, whole } from './check.js';

/** Slack's limits of Block Kit's parts (docs.slack.dev/reference/block-kit), as closed shapes. */

export const id = chars(255);

export const plainText = (max: number): Check =>
  fields({ type: among('plain_text'), text: chars(max) }, { emoji: flag });

const mrkdwn = (max: number): Check => fields({ type: among('mrkdwn'), text: chars(max) }, { verbatim: flag });

/** A text object of either sort. */
export const anyText = (max: number): Check => byType({ plain_text: plainText(max), mrkdwn: mrkdwn(max) });

export const webAddress = (max: number): Check => all(chars(max), matching(/^https?:\/\/[^\s]+$/, 'a valid URL'));

const confirm = fields(
  { title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) },
  { style: among('primary', 'danger') },
);

const option = fields({ text: plainText(75), value: chars(150) }, { description: plainText(75) });
const richOption = fields({ text: anyText(75), value: chars(150) }, { description: anyText(75) });
const linkOption = fields(
  { text: plainText(75), value: chars(150) },
  { description: plainText(75), url: webAddress(3_000) },
);

/** An option that is chosen from the start must be one of those that are offered, letter for letter. */
const initialIsOffered: Check = (value, at, found) => {
  if (!isRecord(value) || value.initial_option === undefined || !Array.isArray(value.options)) return;
  const wanted = JSON.stringify(value.initial_option);
  if (!value.options.some((each) => JSON.stringify(each) === wanted)) {
    found.push({ what: 'initial_option must be one of the options', at: `${at}/initial_option` });
  }
};

const common = { action_id: id, confirm, focus_on_load: flag };
const menu = { ...common, placeholder: plainText(150) };

const SHAPES = {
  button: fields(
    { type: among('button'), text: plainText(75) },
    {
      action_id: id,
      confirm,
      url: webAddress(3_000),
      value: chars(2_000, 0),
      style: among('primary', 'danger'),
      accessibility_label: chars(75),
    },
  ),
  overflow: fields({ type: among('overflow'), options: list(linkOption, 1, 5) }, { action_id: id, confirm }),
  static_select: all(
    fields({ type: among('static_select'), options: list(option, 1, 100) }, { ...menu, initial_option: option }),
    initialIsOffered,
  ),
  multi_static_select: fields(
    { type: among('multi_static_select'), options: list(option, 1, 100) },
    { ...menu, initial_options: list(option, 1, 100), max_selected_items: whole(1, 100) },
  ),
  users_select: fields({ type: among('users_select') }, { ...menu, initial_user: id }),
  checkboxes: fields(
    { type: among('checkboxes'), options: list(richOption, 1, 10) },
    { ...common, initial_options: list(richOption, 1, 10) },
  ),
  radio_buttons: all(
    fields(
      { type: among('radio_buttons'), options: list(richOption, 1, 10) },
      { ...common, initial_option: richOption },
    ),
    initialIsOffered,
  ),
  datepicker: fields(
    { type: among('datepicker') },
    { ...menu, initial_date: matching(/^\d{4}-\d{2}-\d{2}$/, 'a date') },
  ),
  plain_text_input: fields(
    { type: among('plain_text_input') },
    {
      action_id: id,
      placeholder: plainText(150),
      initial_value: chars(3_000, 0),
      multiline: flag,
      min_length: whole(0, 3_000),
      max_length: whole(1, 3_000),
      focus_on_load: flag,
    },
  ),
  file_input: fields(
    { type: among('file_input') },
    { action_id: id, filetypes: list(chars(20), 1, 50), max_files: whole(1, 10) },
  ),
} as const satisfies Record<string, Check>;

const { plain_text_input, file_input, ...interactive } = SHAPES;
const { button, overflow, ...inputs } = SHAPES;

/** What may stand in an `actions` block: an action id is needed once, and once only. */
export const actionElements: Check = all(list(byType(interactive), 1, 25), unique('action_id'));

/** What an `input` block may hold. */
export const inputElement: Check = byType(inputs);

export const imageElement = fields({ type: among('image'), image_url: webAddress(3_000), alt_text: chars(2_000) });

export const accessory: Check = byType({ ...interactive, image: imageElement });
