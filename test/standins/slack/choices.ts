import { isRecord } from './check.js';
import { listOf } from './reading.js';
import type { Json } from './types.js';

/** The element with this action id, and the block that it stands in. */
export function elementIn(blocks: readonly Json[], actionId: string): { element: Json; blockId: string } | undefined {
  for (const [index, block] of blocks.entries()) {
    const element = [...listOf(block.elements), block.accessory].find(
      (each) => isRecord(each) && each.action_id === actionId,
    );
    if (isRecord(element))
      return { element, blockId: typeof block.block_id === 'string' ? block.block_id : `b${index}` };
  }
  return undefined;
}

/** An element as it comes back when somebody used it. */
export function choiceOf(element: Json, value: string | undefined): Json {
  const { type, action_id } = element;
  if (type === 'button')
    return {
      type,
      action_id,
      text: element.text,
      value: value ?? element.value,
      ...(element.style ? { style: element.style } : {}),
    };
  const option = optionOf(element, value);
  if (!option) throw new Error(`"${String(action_id)}" offers no "${String(value)}".`);
  return { type, action_id, selected_option: option };
}

/** By value or by what stands on it. */
function optionOf(element: Json, wanted: string | undefined): Json | undefined {
  const options = listOf(element.options).filter(isRecord);
  return options.find((option) => option.value === wanted || (isRecord(option.text) && option.text.text === wanted));
}

/**
 * `state.values` of a filled-in view. Refuses what Slack's own client would not let a person send: a required field
 * left empty, more characters than allowed, an option that is not offered.
 */
export function filledIn(
  view: Json,
  values: Readonly<Record<string, string>>,
  files: Readonly<Record<string, readonly Json[]>> = {},
): Json {
  const left = new Set([...Object.keys(values), ...Object.keys(files)]);
  const state: Json = {};
  for (const block of listOf(view.blocks).filter(isRecord)) {
    if (block.type !== 'input' || !isRecord(block.element)) continue;
    const id = String(block.block_id);
    left.delete(id);
    const entry =
      block.element.type === 'file_input'
        ? filesOf(block.element, files[id] ?? [], id)
        : entryOf(block.element, values[id], id);
    const empty = entry.value === null || entry.selected_option === null;
    if (empty && block.optional !== true) throw new Error(`"${id}" must be filled in before Slack sends the form.`);
    state[id] = { [String(block.element.action_id)]: entry };
  }
  if (left.size > 0) throw new Error(`The form has no field ${[...left].join(', ')}.`);
  return state;
}

function filesOf(element: Json, files: readonly Json[], id: string): Json {
  const most = typeof element.max_files === 'number' ? element.max_files : 10;
  if (files.length > most) throw new Error(`"${id}" takes at most ${most} files.`);
  return { type: element.type, files: [...files] };
}

function entryOf(element: Json, given: string | undefined, id: string): Json {
  const { type } = element;
  if (type === 'plain_text_input') {
    const text = given ?? (typeof element.initial_value === 'string' ? element.initial_value : '');
    const max = typeof element.max_length === 'number' ? element.max_length : 3_000;
    if (text.length > max) throw new Error(`"${id}" takes at most ${max} characters.`);
    return { type, value: text === '' ? null : text };
  }
  const option = given === undefined ? element.initial_option : optionOf(element, given);
  if (given !== undefined && option === undefined) throw new Error(`"${id}" offers no "${given}".`);
  return { type, selected_option: option ?? null };
}
