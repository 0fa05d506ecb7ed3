// Fields for the inputs that a flow declares, and the values that they give.
import { html } from '../lib/html.js';
import { zone } from '../lib/time.js';

const HINTS = { duration: 'such as PT30S', uri: 'an address with its scheme',
  secret: 'the name of a secret, never its value',
  json: 'JSON', array: 'a JSON list', time: 'such as 08:30:00' };
const TYPES = { int: 'number', float: 'number', date: 'date', datetime: 'datetime-local', time: 'time', file: 'file' };

/** An instant from what a field for a date and a time holds, in the zone that the console shows. */
export function instantOf(text) {
  const date = new Date(zone() ? `${text}Z` : text);
  return text && !Number.isNaN(date.getTime()) ? date.toISOString() : text;
}

/** The value of a field as the API takes it; throws a sentence where it can be none. Undefined: not given. */
export function valueOf(input, text) {
  if (text === undefined || text === null || text === '' || text.length === 0) {
    return undefined;
  }
  switch (input.type) {
    case 'boolean':
      return text === 'true';
    case 'int': case 'float': {
      const number = Number(text);
      // beyond what a double holds exactly, the text goes as it is
      return input.type === 'float' || Number.isSafeInteger(number) ? number : text;
    }
    case 'datetime':
      return instantOf(text);
    case 'json': case 'array':
      return parsed(input, text);
    case 'string':
      requirePattern(input, text);
      return text;
    default:
      return text;
  }
}

function parsed(input, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error.message}`);
  }
  if (input.type === 'array' && !Array.isArray(value)) {
    throw new Error('This is not a list: write ["one", "two"].');
  }
  return value;
}

function requirePattern(input, text) {
  let pattern = null;
  try {
    pattern = input.pattern && new RegExp(`^(?:${input.pattern})$`, 'u');
  } catch {
    // a pattern that only the server knows how to read
  }
  if (pattern && !pattern.test(text)) {
    throw new Error(`It must match ${input.pattern} as a whole.`);
  }
}

/** The values of all fields: {values, files, errors} by the ids of the inputs. */
export function valuesOf(inputs, texts) {
  const values = {};
  const files = {};
  const errors = {};
  for (const input of inputs) {
    try {
      const value = valueOf(input, texts[input.id]);
      if (value instanceof File) {
        files[input.id] = value;
      } else if (value !== undefined) {
        values[input.id] = value;
      }
    } catch (error) {
      errors[input.id] = error.message;
    }
  }
  return { values, files, errors };
}

/** What a problem says of each input, and what it says beside. */
export function problemsOf(problem, inputs) {
  const errors = {};
  const others = [];
  const listed = problem?.problems?.length ? problem.problems : [];
  for (const one of listed) {
    const id = inputs.find((input) => one.field === `inputs.${input.id}` || one.field === input.id)?.id;
    if (id) {
      errors[id] = one.message;
    } else {
      others.push(one);
    }
  }
  return { errors, others, all: listed.length > 0 && others.length === 0 };
}

/** One field for each input; texts are what they hold, set(id, text) changes one; optional: none must be given. */
export function Inputs({ inputs, texts, set, errors = {}, optional, prefix = 'input' }) {
  return html`<div class="inputs">${inputs.map((input) => html`<${Field} key=${input.id} input=${input}
    text=${texts[input.id]} set=${(text) => set(input.id, text)} error=${errors[input.id]} prefix=${prefix}
    required=${!optional && input.required && input.defaultValue === undefined} optional=${optional} />`)}</div>`;
}

function Field({ input, text, set, error, required, optional, prefix }) {
  const id = `${prefix}-${input.id}`;
  const about = [input.description, HINTS[input.type], input.pattern && `matches ${input.pattern}`,
    limits(input), input.itemType && `of ${input.itemType}`].filter(Boolean).join(' · ');
  const field = { id, name: input.id, required, 'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': [about && `${id}-about`, error && `${id}-error`].filter(Boolean).join(' ') || undefined };
  return html`<div class=${`field ${error ? 'wrong' : ''}`}>
    <label for=${id}>${input.displayName ?? input.id} <span class="muted">${input.displayName
      ? `${input.id} · ` : ''}${input.type}${required ? ' · required' : ''}</span></label>
    ${control(input, text, set, field, optional)}
    ${about && html`<p class="muted" id=${`${id}-about`}>${about}</p>`}
    ${error && html`<p class="error" id=${`${id}-error`} role="alert">${error}</p>`}</div>`;
}

function limits({ min, max }) {
  if (min !== undefined && max !== undefined) {
    return `from ${min} to ${max}`;
  }
  return min !== undefined ? `at least ${min}` : max !== undefined ? `at most ${max}` : null;
}

function control(input, text, set, field, optional) {
  const fallback = input.defaultValue === undefined ? undefined
    : typeof input.defaultValue === 'string' ? input.defaultValue : JSON.stringify(input.defaultValue);
  const none = optional ? 'as the trigger gives it' : fallback !== undefined ? `default: ${fallback}` : 'not given';
  const input$ = (event) => set(event.target.value);
  if (input.type === 'boolean' || input.type === 'enum') {
    const values = input.type === 'boolean' ? ['true', 'false'] : input.values ?? [];
    return html`<select ...${field} value=${text ?? ''} onChange=${input$}>
      <option value="">${field.required ? 'choose…' : none}</option>
      ${values.map((value) => html`<option value=${value}>${value}</option>`)}</select>`;
  }
  if (input.type === 'multi-enum') {
    const chosen = text ?? [];
    return html`<div role="group" id=${field.id} aria-label=${input.displayName ?? input.id} class="choices"
      aria-describedby=${field['aria-describedby']}>
      ${(input.values ?? []).map((value) => html`<label><input type="checkbox" checked=${chosen.includes(value)}
        onChange=${(event) => set(event.target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))} />
        ${value}</label>`)}
      ${fallback !== undefined && chosen.length === 0 && html`<span class="muted">${none}</span>`}</div>`;
  }
  if (input.type === 'json' || input.type === 'array') {
    return html`<textarea ...${field} rows="3" class="mono" spellcheck="false"
      placeholder=${fallback !== undefined || optional ? none : ''} value=${text ?? ''} onInput=${input$}></textarea>`;
  }
  if (input.type === 'file') {
    return html`<input ...${field} type="file" onChange=${(event) => set(event.target.files[0] ?? null)} />`;
  }
  const number = TYPES[input.type] === 'number';
  return html`<input ...${field} type=${TYPES[input.type] ?? 'text'} min=${number ? input.min : undefined}
      max=${number ? input.max : undefined} step=${input.type === 'int' ? 1 : number ? 'any'
        : ['time', 'datetime'].includes(input.type) ? 1 : undefined} autocomplete="off" spellcheck="false"
      placeholder=${fallback !== undefined || optional ? none : ''} value=${text ?? ''} onInput=${input$} />
    ${fallback !== undefined && ['date', 'datetime', 'time'].includes(input.type) && !text
      ? html`<p class="muted">${none}</p>` : null}`;
}
