import type { KnownBlock, ModalView } from '@slack/types';
import type { Field, Form } from '../../../cards/card.js';
import { clip } from '../../../cards/card.js';
import { said } from '../../../cards/words/en-commands.js';
import { SLACK_LIMITS } from './limits.js';
import { ACTION_PREFIX, plain } from './render.js';

/** What a modal must remember: Slack keeps it and hands it back. Ids only, never the record. */
export interface ModalMemory {
  readonly about: string;
  readonly channel: string;
}

/** A form as a Slack modal. */
export function renderForm(form: Form, memory: ModalMemory): ModalView {
  // Slack refuses a menu without options, and with it the whole form.
  const empty = form.fields.find((field) => field.kind === 'select' && field.options.length === 0);
  if (empty) return renderSaid(form.title, `${empty.label}: ${form.words.nothingToChoose}`);
  return {
    type: 'modal',
    callback_id: `${ACTION_PREFIX}${form.id}`,
    private_metadata: JSON.stringify(memory),
    title: plain(form.title, SLACK_LIMITS.modalTitle),
    submit: plain(form.submit, SLACK_LIMITS.modalSubmit),
    close: plain(form.words.cancel, SLACK_LIMITS.modalSubmit),
    blocks: form.fields.map(inputBlock),
  };
}

/** One sentence where the form was. */
export function renderSaid(title: string, text: string): ModalView {
  return {
    type: 'modal',
    title: plain(title, SLACK_LIMITS.modalTitle),
    close: plain(said.chat.close, SLACK_LIMITS.modalSubmit),
    blocks: [{ type: 'section', text: plain(text, SLACK_LIMITS.sectionText) }],
  };
}

function inputBlock(field: Field): KnownBlock {
  if (field.kind === 'told')
    return {
      type: 'rich_text',
      block_id: field.name,
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: `${field.label}\n`, style: { bold: true } },
            { type: 'text', text: clip(field.text, SLACK_LIMITS.sectionText) },
          ],
        },
      ],
    };
  const base = {
    type: 'input' as const,
    block_id: field.name,
    label: plain(field.label, SLACK_LIMITS.inputLabel),
    optional: !field.required,
  };
  if (field.kind === 'files')
    return {
      ...base,
      element: { type: 'file_input', action_id: field.name, max_files: field.most },
      hint: plain(field.hint, SLACK_LIMITS.inputLabel),
    };
  if (field.kind === 'text') {
    const element = {
      type: 'plain_text_input' as const,
      action_id: field.name,
      multiline: field.multiline,
      max_length: Math.min(field.maxLength, SLACK_LIMITS.textInputMax),
      ...(field.initial
        ? { initial_value: clip(field.initial, Math.min(field.maxLength, SLACK_LIMITS.textInputMax)) }
        : {}),
    };
    return { ...base, element, ...(field.hint ? { hint: plain(field.hint, SLACK_LIMITS.inputLabel) } : {}) };
  }
  const options = field.options.slice(0, SLACK_LIMITS.selectOptions).map(({ value, label }) => ({
    text: plain(label, SLACK_LIMITS.optionText),
    value: clip(value, SLACK_LIMITS.optionValue),
  }));
  const initial = options.find((option) => option.value === field.initial);
  const element = {
    type: 'static_select' as const,
    action_id: field.name,
    options,
    ...(initial ? { initial_option: initial } : {}),
  };
  const left = field.options.length - options.length;
  const hint =
    left > 0
      ? {
          hint: plain(
            field.hint ?? `Slack shows ${options.length}; the console has ${left} more.`,
            SLACK_LIMITS.inputLabel,
          ),
        }
      : {};
  return { ...base, element, ...hint };
}
