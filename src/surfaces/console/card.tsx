import type { JSX } from 'preact';
import type { Action, Card, CardElement, Field, Form } from '../../../cards/card.js';

/** A card as HTML; `at` is where it stands: `/console/incidents/42`. Preact escapes every text; only http(s) pictures get into an address. */
export function CardView({ card, at, csrf }: { card: Card; at: string; csrf: string }): JSX.Element {
  return (
    <article class={`card band-${card.accent}`} aria-label={card.fallback}>
      {card.elements.map((element) => (
        <Element element={element} at={at} csrf={csrf} />
      ))}
    </article>
  );
}

function Element({ element, at, csrf }: { element: CardElement; at: string; csrf: string }): JSX.Element | null {
  switch (element.kind) {
    case 'header':
      return <h1 class="card-title">{element.text}</h1>;
    case 'text':
      return element.tone === 'quote' ? (
        <blockquote class="quote">{element.text}</blockquote>
      ) : (
        <p class={`text ${element.tone}`}>{element.text}</p>
      );
    case 'context':
      return <p class="context">{element.text}</p>;
    case 'list':
      return (
        <ul class="list">
          {element.items.map(({ text, url }) => (
            <li>{url === undefined ? text : <a href={url}>{text}</a>}</li>
          ))}
        </ul>
      );
    case 'image':
      return <Picture url={element.url} alt={element.alt} />;
    case 'actions':
      return <Actions actions={element.actions} at={at} csrf={csrf} />;
    default:
      return element satisfies never;
  }
}

/** Pictures over https are shown; others, often inside the site's network, are linked. */
function Picture({ url, alt }: { url: string; alt: string }): JSX.Element | null {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return null;
  const link = (text: string) => (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {text}
    </a>
  );
  if (!url.startsWith('https:')) return <p class="context">{link(`${alt} (opens at the camera)`)}</p>;
  return (
    <figure class="picture">
      <img src={url} alt={alt} loading="lazy" referrerpolicy="no-referrer" />
      <figcaption>{link('Open the picture')}</figcaption>
    </figure>
  );
}

const KEYS: Partial<Record<Action['id'], string>> = { claim: 'c', release: 'c', escalate: 'e', resolve: 'r' };

const button = (action: Action): JSX.Element => (
  <button
    type="submit"
    name="action"
    value={action.id}
    class={`button ${action.style}`}
    {...(KEYS[action.id] ? { 'data-key': KEYS[action.id] } : {})}
  >
    {action.label}
  </button>
);

function Actions({ actions, at, csrf }: { actions: readonly Action[]; at: string; csrf: string }): JSX.Element {
  const more = actions.filter((action) => action.more);
  return (
    <form class="actions" method="post" action={`${at}/press`} data-press>
      <input type="hidden" name="csrf" value={csrf} />
      {actions.filter((action) => !action.more).map(button)}
      {more.length > 0 ? (
        <details class="more" name="more">
          <summary class="button plain" aria-label="More">
            ⋯
          </summary>
          <div>{more.map(button)}</div>
        </details>
      ) : null}
    </form>
  );
}

/** Questions, with what was wrong with the answers beside each. */
export function FormView(props: {
  form: Form;
  /** Where it is sent to, and where it was asked for. */
  at: string;
  /** Where Cancel leads, when that is elsewhere. */
  back?: string;
  csrf: string;
  values: Readonly<Record<string, string>>;
  faults: Readonly<Record<string, string>>;
}): JSX.Element {
  const { form, at, back = at, csrf, values, faults } = props;
  const general = Object.entries(faults).filter(([name]) => !form.fields.some((field) => field.name === name));
  return (
    <form class="form" method="post" action={`${at}/submit`} data-submit>
      <h2>{form.title}</h2>
      <input type="hidden" name="csrf" value={csrf} />
      <input type="hidden" name="form" value={form.id} />
      {general.map(([, text]) => (
        <p class="fault" role="alert">
          {text}
        </p>
      ))}
      {form.fields.map((field) => (
        <Question field={field} value={values[field.name]} fault={faults[field.name]} />
      ))}
      <div class="actions">
        <button type="submit" class="button primary">
          {form.submit}
        </button>
        <a class="button plain" href={back} data-cancel>
          Cancel
        </a>
      </div>
    </form>
  );
}

function Question({
  field,
  value,
  fault,
}: {
  field: Field;
  value: string | undefined;
  fault: string | undefined;
}): JSX.Element | null {
  // Files have a form of their own, below the card.
  if (field.kind === 'files') return null;
  if (field.kind === 'told')
    return (
      <div class="question told">
        <strong>{field.label}</strong>
        <p>{field.text}</p>
      </div>
    );
  const id = `field-${field.name}`;
  const told = {
    ...(fault ? { 'aria-invalid': true } : {}),
    ...(fault || field.hint
      ? { 'aria-describedby': [fault ? `${id}-fault` : '', field.hint ? `${id}-hint` : ''].join(' ').trim() }
      : {}),
  };
  return (
    <div class="question">
      <label for={id}>
        {field.label}
        {field.required ? '' : ' (optional)'}
      </label>
      {field.kind === 'text' ? (
        <textarea
          id={id}
          name={field.name}
          rows={field.multiline ? 4 : 1}
          maxLength={field.maxLength}
          required={field.required}
          {...told}
        >
          {value ?? field.initial ?? ''}
        </textarea>
      ) : (
        <select id={id} name={field.name} required={field.required} {...told}>
          {field.initial ? null : <option value="">Please choose</option>}
          {field.options.map((option) => (
            <option value={option.value} selected={option.value === (value ?? field.initial)}>
              {option.label}
            </option>
          ))}
        </select>
      )}
      {field.hint ? (
        <p class="hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      ) : null}
      {fault ? (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      ) : null}
    </div>
  );
}
