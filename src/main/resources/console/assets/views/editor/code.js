// The text field of the editor: CodeMirror for YAML, in a shadow root so that its styles need no exception of the CSP.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap,
  startCompletion } from '../../vendor/codemirror/codemirror-autocomplete.js';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '../../vendor/codemirror/codemirror-commands.js';
import { yaml } from '../../vendor/codemirror/codemirror-lang-yaml.js';
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, indentOnInput, indentUnit,
  syntaxHighlighting } from '../../vendor/codemirror/codemirror-language.js';
import { lintGutter, lintKeymap, setDiagnostics } from '../../vendor/codemirror/codemirror-lint.js';
import { EditorState } from '../../vendor/codemirror/codemirror-state.js';
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap,
  lineNumbers } from '../../vendor/codemirror/codemirror-view.js';
import { tags } from '../../vendor/codemirror/lezer-highlight.js';
import { contextAt, kindOf, valuesIn } from './schema.js';

const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--surface)', height: '100%', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--idle-back) 60%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--busy-back)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-back)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', color: 'var(--text)', border: '1px solid var(--line)',
    borderRadius: '6px', boxShadow: 'var(--shadow)', maxWidth: '30rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '.15rem .5rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-back)', color: 'var(--accent)' },
  '.cm-completionInfo': { padding: '.4rem .6rem', maxWidth: '22rem' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.about': { padding: '.4rem .6rem', font: '13px/1.45 system-ui, sans-serif' },
  '.about code': { fontWeight: '600' },
  '.cm-diagnostic': { padding: '.3rem .6rem' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--bad)' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--idle-back)', color: 'var(--muted)', border: '0' },
});

const colours = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--busy)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: 'var(--odd)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.labelName, tags.typeName], color: 'var(--accent)' },
]);

/**
 * Makes the field in an element. schema(): of flows, null before it is known; on: {change(text), paste(text), save()}.
 * Answers {text(), set(text), problems(list), goTo(offset), focus(), destroy()}.
 */
export function makeEditor(host, { text, schema, readOnly, on }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const box = document.createElement('div');
  root.replaceChildren(box);
  box.style.height = '100%';
  const view = new EditorView({ root, parent: box, state: EditorState.create({ doc: text, extensions: [
    lineNumbers(), foldGutter(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(),
    closeBrackets(),
    highlightActiveLine(), highlightActiveLineGutter(), indentUnit.of('  '), EditorState.tabSize.of(2), yaml(), theme,
    syntaxHighlighting(colours), EditorState.readOnly.of(Boolean(readOnly)),
    autocompletion({ override: [(context) => completions(context, schema())], icons: false, maxRenderedOptions: 60 }),
    hoverTooltip((shown, position) => about(shown, position, schema())),
    EditorView.contentAttributes.of({ 'aria-label': 'Source of the flow, YAML', spellcheck: 'false', tabindex: '0' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) {
        on.change(update.state.doc.toString());
        if (update.transactions.some((one) => one.isUserEvent('input.paste'))) {
          on.paste?.(update.state.doc.toString());
        }
      }
    }),
    keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => { on.save?.(); return true; } }, ...closeBracketsKeymap,
      ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap, indentWithTab]),
  ] }) });
  return {
    text: () => view.state.doc.toString(),
    set: (next) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next } }),
    problems: (list) => view.dispatch(setDiagnostics(view.state, list.map((one) => diagnostic(view.state.doc, one)))),
    goTo: (offset) => {
      const at = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

/** Where line and column of a problem are in a text, from 1. */
export function offsetOf(text, { line = 1, column = 1 }) {
  const lines = text.split('\n');
  const at = Math.max(1, Math.min(line, lines.length));
  return lines.slice(0, at - 1).reduce((sum, one) => sum + one.length + 1, 0)
    + Math.min(Math.max(0, column - 1), lines[at - 1].length);
}

function diagnostic(doc, problem) {
  const line = doc.line(Math.max(1, Math.min(problem.line || 1, doc.lines)));
  const from = Math.min(line.from + Math.max(0, (problem.column || 1) - 1), line.to);
  const word = /^[^\s,{}[\]]+/.exec(doc.sliceString(from, line.to))?.[0].length ?? 0;
  return { from, to: Math.min(line.to, from + Math.max(1, word)), severity: 'error',
    message: problem.field ? `${problem.field}: ${problem.message}` : problem.message };
}

function completions(context, schema) {
  const text = context.state.doc.toString();
  const place = schema && contextAt(text, context.pos);
  if (!place || (!context.explicit && place.from === context.pos && place.key === null
      && !afterDash(text, context.pos))) {
    return null;
  }
  const options = place.key === null ? keys(schema, place) : values(schema, place);
  return options.length > 0 ? { from: place.from, options, validFor: /^[\w.-]*$/ } : null;
}

function afterDash(text, position) {
  const before = text.slice(Math.max(0, position - 80), position);
  return /(^|\n)\s*- $/.test(before) || /[{,] ?$/.test(before);
}

function keys(schema, place) {
  const has = place.levels.at(-1).keys;
  const required = schema.required(place.levels);
  const properties = Object.entries(schema.properties(place.levels));
  if (properties.length === 0 && place.levels.at(-1).items) {
    const list = place.levels.slice(0, -1);
    return values(schema, { ...place, levels: list, key: place.levels.at(-1).via, element: true });
  }
  return properties.filter(([name]) => !(name in has)).map(([name, property]) => {
    const all = schema.expand(property, {});
    const kind = kindOf(all);
    return { label: name, type: 'property', detail: required.includes(name) ? 'required' : kind === 'value' ? '' : kind,
      info: property.description, boost: required.includes(name) ? 2 : 0,
      apply: (view, completion, from, to) => insertKey(view, from, to, name, kind, place, valuesIn(all).length > 0
        || name === 'type') };
  });
}

function insertKey(view, from, to, name, kind, place, choose) {
  const inner = `\n${' '.repeat(place.indent + 2)}`;
  const rest = place.flow ? { list: ': [', map: ': {', value: ': ' }
    : { list: `:${inner}- `, map: `:${inner}`, value: ': ' };
  const after = place.flow ? { list: ']', map: '}', value: '' } : { list: '', map: '', value: '' };
  const text = `${name}${rest[kind]}`;
  view.dispatch({ changes: { from, to, insert: text + after[kind] }, selection: { anchor: from + text.length },
    userEvent: 'input.complete' });
  if (choose || kind !== 'value') {
    setTimeout(() => startCompletion(view));
  }
}

function values(schema, place) {
  const listed = valuesIn(schema.valueOf(place.levels, place.key, place.element));
  return listed.map((one, at) => ({ label: one.value, type: 'enum', info: one.description, boost: -at / 100,
    apply: place.key === 'type' && !place.flow && place.levels.length > 1
      ? (view, completion, from, to) => insertType(view, from, to, one.value, schema, place) : undefined }));
}

/** A type with what a step of it needs, so that it is not looked up. */
function insertType(view, from, to, type, schema, place) {
  const last = place.levels.at(-1);
  const levels = [...place.levels.slice(0, -1), { ...last, keys: { ...last.keys, type } }];
  const line = `\n${' '.repeat(place.indent)}`;
  const properties = schema.properties(levels);
  const needed = schema.required(levels).filter((name) => !(name in last.keys) && name !== 'type' && properties[name]);
  const parts = needed.map((name) => {
    const kind = kindOf(schema.expand(properties[name], {}));
    const inner = `${line}  `;
    return `${line}${name}:${kind === 'list' ? `${inner}- ` : kind === 'map' ? inner : ' '}`;
  });
  const head = type + (parts[0] ?? '');
  view.dispatch({ changes: { from, to, insert: type + parts.join('') }, selection: { anchor: from + head.length },
    userEvent: 'input.complete' });
}

function about(view, position, schema) {
  const line = view.state.doc.lineAt(position);
  const left = /[\w.-]*$/.exec(line.text.slice(0, position - line.from))[0];
  const right = /^[\w.-]*/.exec(line.text.slice(position - line.from))[0];
  const word = left + right;
  const from = position - left.length;
  const place = schema && word && contextAt(view.state.doc.toString(), from + word.length);
  if (!place) {
    return null;
  }
  const isKey = place.key === null;
  const schemas = isKey ? [schema.properties(place.levels)[word]].filter(Boolean) : [];
  const value = isKey ? null
    : valuesIn(schema.valueOf(place.levels, place.key, place.element)).find((one) => one.value === word);
  const text = isKey ? schemas[0]?.description : value?.description;
  if (!text) {
    return null;
  }
  const listed = isKey ? valuesIn(schema.expand(schemas[0], {})).map((one) => one.value) : [];
  return { pos: from, end: from + word.length, above: true, create: () => ({ dom: aboutDom(word, text, listed,
    isKey && schema.required(place.levels).includes(word)) }) };
}

function aboutDom(word, text, listed, required) {
  const dom = document.createElement('div');
  dom.className = 'about';
  const name = document.createElement('code');
  name.textContent = word;
  dom.append(name, `${required ? ' (required)' : ''}: ${text}`);
  if (listed.length > 0) {
    const line = document.createElement('div');
    line.textContent = `One of ${listed.join(', ')}`;
    dom.append(line);
  }
  return dom;
}
