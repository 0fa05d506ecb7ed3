// Reads YAML into plain values, with the place of each, from the syntax tree that the editor has too.
import { parser } from '../vendor/codemirror/lezer-yaml.js';

const NOTHING = new Set(['Comment', '⚠', '-', ':', '?', ',', '{', '}', '[', ']',
  'DirectiveEnd', 'DocEnd', 'Key', 'Anchor', 'Tag']);

/** The value of a text, as far as it can be read, and where its parts begin, by paths such as tasks[0].then[1]. */
export function readYaml(text, tree = parser.parse(text)) {
  const state = { text, anchors: new Map(), places: new Map() };
  const document = children(tree.topNode).find((node) => node.name === 'Document');
  const root = document && content(document);
  return { value: root ? valueOf(root, '', state) : null, places: state.places };
}

function children(node) {
  const found = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    found.push(child);
  }
  return found;
}

function content(node) {
  return children(node).findLast((child) => !NOTHING.has(child.name));
}

function valueOf(node, path, state) {
  if (!state.places.has(path)) {
    state.places.set(path, node.from);
  }
  switch (node.name) {
    case 'BlockMapping': case 'FlowMapping':
      return Object.fromEntries(children(node).filter((child) => child.name === 'Pair')
        .map((pair) => pairOf(pair, path, state)));
    case 'BlockSequence': case 'FlowSequence':
      return children(node).filter((child) => child.name === 'Item')
        .map((item, at) => itemOf(item, `${path}[${at}]`, state));
    case 'Pair':
      return Object.fromEntries([pairOf(node, path, state)]);
    case 'Anchored': case 'Tagged': {
      const inner = content(node);
      const value = inner ? valueOf(inner, path, state) : null;
      const anchor = node.getChild('Anchor');
      if (anchor) {
        state.anchors.set(slice(anchor, state).slice(1), value);
      }
      return value;
    }
    case 'Alias':
      return state.anchors.get(slice(node, state).slice(1)) ?? null;
    case 'QuotedLiteral':
      return quoted(slice(node, state));
    case 'BlockLiteral':
      return block(node, state);
    default:
      return plain(slice(node, state).replace(/\s*\n\s*/g, ' '));
  }
}

function slice(node, state) {
  return state.text.slice(node.from, node.to);
}

function pairOf(pair, path, state) {
  const key = pair.getChild('Key');
  const named = key && content(key);
  const name = named ? String(valueOf(named, `${path}#`, state)) : '';
  const inner = path ? `${path}.${name}` : name;
  state.places.set(inner, pair.from);
  const value = content(pair);
  return [name, value ? valueOf(value, inner, state) : null];
}

function itemOf(item, path, state) {
  const value = content(item);
  return value ? valueOf(value, path, state) : null;
}

function quoted(text) {
  const inner = text.slice(1, text.length > 1 && text.endsWith(text[0]) ? -1 : undefined).replace(/\s*\n\s*/g, ' ');
  if (text[0] === "'") {
    return inner.replaceAll("''", "'");
  }
  try {
    return JSON.parse(`"${inner}"`);
  } catch {
    return inner;
  }
}

function block(node, state) {
  const inner = node.getChild('BlockLiteralContent');
  if (!inner) {
    return '';
  }
  const lines = slice(inner, state).split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(Number.isFinite(indent) ? indent : 0)).join('\n');
}

function plain(text) {
  if (/^(null|~|)$/i.test(text)) {
    return null;
  }
  if (/^(true|false)$/i.test(text)) {
    return text.toLowerCase() === 'true';
  }
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text;
}
