// What may stand at a place of a flow, from its lines and the JSON Schema; the text may still be unfinished.
const ENTRY = /^(\s*(?:- +)*)(?:([\w.-]+|"[^"]*"|'[^']*')\s*:(?=\s|$)\s*(.*))?/;

/** What a line begins with: columns of its dashes, and of its key with the text of its value. */
function lineOf(text) {
  const [, lead, key, value] = ENTRY.exec(text) ?? [];
  const blank = /^\s*(#|$)/.test(text);
  const bare = /^\s*-\s*$/.test(text);
  const dashes = [...(lead ?? '').matchAll(/-/g)].map((match) => match.index);
  if (bare && dashes.length === 0) {
    dashes.push(text.indexOf('-'));
  }
  return { blank, bare, dashes, column: (lead ?? '').length, first: dashes[0] ?? (lead ?? '').length,
    key: key?.replace(/^["']|["']$/g, ''), value: value?.replace(/\s+#.*$/, '') };
}

/** The mapping around a line whose keys stand at a column: its keys with their text, where it begins, its dash. */
function mappingAt(lines, at, column) {
  const keys = {};
  let start = at;
  let dash = null;
  for (let i = at; i >= 0; i--) {
    const line = lines[i];
    if (line.blank && i !== at) {
      continue;
    }
    if (i !== at && line.bare && line.dashes.at(-1) < column) {
      start = i;
      dash = line.dashes.at(-1);
      break;
    }
    const inside = i === at || line.column >= column;
    if (!inside || (i !== at && line.first < column && line.column !== column)) {
      break;
    }
    if (line.column === column || i === at) {
      start = i;
      if (line.key !== undefined && line.column === column) {
        keys[line.key] = line.value ?? '';
      }
      if (line.dashes.length > 0 && line.dashes.at(-1) < column) {
        dash = line.dashes.at(-1);
        break;
      }
    }
    if (i !== at && line.first < column) {
      break;
    }
  }
  for (let i = at + 1; i < lines.length; i++) {
    const line = lines[i];
    if (line.blank) {
      continue;
    }
    if (line.first < column) {
      break;
    }
    if (line.column === column && line.dashes.length === 0 && line.key !== undefined) {
      keys[line.key] ??= line.value ?? '';
    }
  }
  return { keys, start, dash };
}

/** The mappings around a place, the outermost first: {via, items, keys}: by which key, and as items of its list. */
function levelsAt(lines, at, column) {
  const levels = [];
  let line = at;
  let place = column;
  for (let depth = 0; depth < 60; depth++) {
    const { keys, start, dash } = mappingAt(lines, line, place);
    const level = { keys, via: null, items: dash !== null };
    levels.unshift(level);
    const limit = dash ?? place;
    let parent = start - (dash !== null && lines[start].dashes.length > 1 ? 0 : 1);
    for (; parent >= 0; parent--) {
      const one = lines[parent];
      if (!one.blank && one.key !== undefined && (one.column < limit
          || (dash !== null && one.column === limit && one.dashes.length === 0))) {
        break;
      }
    }
    if (parent < 0) {
      return levels;
    }
    level.via = lines[parent].key;
    line = parent;
    place = lines[parent].column;
  }
  return levels;
}

/** The open brackets of a value in one line, the outermost first, each with its keys. */
function flowLevels(text, cursor) {
  const stack = [];
  let word = '';
  let quote = null;
  const state = { key: undefined };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    const past = i >= cursor;
    if (quote) {
      quote = sign === quote ? null : quote;
      word += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      word += sign;
    } else if (sign === '{' || sign === '[') {
      if (past) {
        break;
      }
      stack.push({ sign, keys: {}, via: state.key, key: undefined });
      state.key = undefined;
      word = '';
    } else if (sign === '}' || sign === ']') {
      if (past) {
        closeKey(stack.at(-1), word);
        break;
      }
      closeKey(stack.at(-1), word);
      stack.pop();
      state.key = stack.at(-1)?.key;
      word = '';
    } else if (sign === ',' && stack.length > 0) {
      closeKey(stack.at(-1), word);
      stack.at(-1).key = past ? stack.at(-1).key : undefined;
      stack.at(-1).later = past;
      state.key = past ? state.key : undefined;
      word = '';
    } else if (sign === ':' && /\s|$/.test(text[i + 1] ?? ' ') && stack.length > 0) {
      const level = stack.at(-1);
      if (past) {
        level.next = word.trim();
      } else {
        level.key = word.trim();
        state.key = level.key;
        level.keys[level.key] = '';
      }
      word = '';
    } else {
      word += sign;
    }
    if (i === cursor - 1 || (cursor === 0 && i === 0)) {
      stack.forEach((level) => { level.here = level.key; });
    }
  }
  return stack;
}

function closeKey(level, word) {
  if (!level) {
    return;
  }
  const key = level.next ?? level.key;
  if (key !== undefined && level.keys[key] === '' || level.next !== undefined) {
    level.keys[key] = word.trim();
  }
  level.next = undefined;
}

/**
 * Where a place is: the mappings around it, and whether a key or the value of one is written there.
 * {levels, key (of a value), from (where the word begins), flow (within brackets), indent}
 */
export function contextAt(text, position) {
  const before = text.slice(0, position);
  const at = before.split('\n').length - 1;
  const raw = text.split('\n');
  const lines = raw.map(lineOf);
  const column = position - (before.lastIndexOf('\n') + 1);
  const line = raw[at];
  const head = line.slice(0, column);
  if (/^\s*#|\s#/.test(head.replace(/"[^"]*"|'[^']*'/g, ''))) {
    return null;
  }
  const begin = lines[at].key !== undefined || lines[at].dashes.length > 0 ? at : flowStart(raw, at);
  const inFlow = flowAt(raw, lines, begin, at, column);
  if (inFlow) {
    return inFlow;
  }
  const written = /^(\s*(?:- +)*)([\w.-]*)$/.exec(head);
  if (written) {
    const place = written[1].length;
    const dashes = lineOf(`${written[1]}x: `).dashes;
    const shown = lines.with(at, { ...lines[at], column: place, dashes, first: dashes[0] ?? place, blank: false });
    return { levels: levelsAt(shown, at, place), key: null, from: position - written[2].length, flow: false,
      indent: place };
  }
  const value = /^(\s*(?:- +)*)([\w.-]+)\s*:\s+(.*)$/.exec(head);
  if (value) {
    return { levels: levelsAt(lines, at, value[1].length), key: value[2], from: position - value[3].length, flow: false,
      indent: value[1].length };
  }
  return null;
}

function flowStart(raw, at) {
  for (let i = at; i >= Math.max(0, at - 8); i--) {
    if (/[:-]\s+[{[]/.test(raw[i])) {
      return i;
    }
  }
  return at;
}

function flowAt(raw, lines, begin, at, column) {
  const first = /^(\s*(?:- +)*(?:[\w.-]+\s*:\s+)?)([{[].*)$/.exec(raw[begin]);
  if (!first) {
    return null;
  }
  const body = [first[2], ...raw.slice(begin + 1, at + 1)].join('\n');
  const cursor = (begin === at ? column - first[1].length
    : first[2].length + 1 + raw.slice(begin + 1, at).reduce((sum, one) => sum + one.length + 1, 0) + column);
  const open = cursor > 0 ? flowLevels(body, cursor) : [];
  if (open.length === 0) {
    return null;
  }
  const key = lines[begin].key;
  // brackets of an item stand where its mapping would
  const outer = key !== undefined ? levelsAt(lines, begin, lines[begin].column)
    : levelsAt(lines.with(begin, { ...lines[begin], key: undefined }), begin, lines[begin].column).slice(0, -1);
  const item = key === undefined ? levelsAt(lines, begin, lines[begin].column).at(-1) : null;
  const levels = [...outer];
  let via = key;
  let items = false;
  open.forEach((level, depth) => {
    if (level.sign === '[') {
      via = depth === 0 ? via : level.via ?? via;
      items = true;
      return;
    }
    if (depth === 0 && item) {
      levels.push({ keys: level.keys, via: item.via, items: true });
    } else {
      levels.push({ keys: level.keys, via: items ? via : depth === 0 ? via : level.via, items });
    }
    items = false;
  });
  const inner = open.at(-1);
  const word = /[^\s,:{}[\]]*$/.exec(body.slice(0, cursor))[0];
  const from = begin === at ? first[1].length + cursor - word.length : column - word.length;
  const start = raw.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  if (inner.sign === '[') {
    return { levels, key: via, element: true, from: start + from, flow: true, indent: 0 };
  }
  const valued = /:\s+("[^"]*|'[^']*|[^,{}[\]]*)$/.test(body.slice(0, cursor)) && inner.here !== undefined;
  return { levels, key: valued ? inner.here : null, from: start + from, flow: true, indent: 0 };
}

/** The schema of flows, asked for what may stand at a place. */
export class FlowSchema {
  constructor(document) {
    this.document = document;
  }

  /** Properties by name that the innermost mapping may have. */
  properties(levels) {
    const found = this.propertiesOf(this.mappings(levels), levels.at(-1).keys);
    // before it has a type, a task is known to need one, and an id
    return Object.fromEntries([...this.required(levels).filter((name) => !found[name]).map((name) => [name, {}]),
      ...Object.entries(found)]);
  }

  /** The schemas of a property's value, by what is meant: [] where nothing is known. */
  valueOf(levels, key, element) {
    const found = this.properties(levels)[key];
    const all = found ? this.expand(found, {}) : [];
    return element ? all.flatMap((one) => (one.items ? this.expand(one.items, {}) : [])) : all;
  }

  /** Names that the innermost mapping must have. */
  required(levels) {
    return [...new Set(this.mappings(levels).flatMap((one) => this.expand(one, levels.at(-1).keys))
      .flatMap((one) => one.required ?? []))];
  }

  mappings(levels) {
    let found = [this.document];
    levels.slice(1).forEach((level, at) => {
      if (at === 1 && levels[1].via === 'taskDefaults') {
        found = [this.document.definitions?.[`task.${level.via}`]];
        return;
      }
      const keys = levels[at].keys;
      const property = this.propertiesOf(found, keys)[level.via];
      const any = found.flatMap((one) => this.expand(one, keys)).map((one) => one.additionalProperties)
        .filter((one) => one && typeof one === 'object');
      const inner = property ? this.expand(property, {}) : any.flatMap((one) => this.expand(one, {}));
      found = level.items ? inner.flatMap((one) => (one.items ? [one.items] : [])) : inner;
    });
    return found;
  }

  propertiesOf(schemas, keys) {
    const found = {};
    for (const one of schemas.flatMap((schema) => this.expand(schema, keys))) {
      (one.propertyNames?.enum ?? []).forEach((name) => { found[name] = { type: 'object' }; });
      for (const [name, property] of Object.entries(one.properties ?? {})) {
        if (property === false || property.type === 'null') {
          continue;
        }
        // the one that says more
        if (!found[name] || weight(property) > weight(found[name])) {
          found[name] = property.description || !found[name]?.description ? property
            : { ...property, description: found[name].description };
        }
      }
    }
    return found;
  }

  /** A schema and all that it refers to, as far as it holds for a mapping with these keys. */
  expand(schema, keys, seen = new Set()) {
    if (!schema || typeof schema !== 'object' || seen.has(schema)) {
      return [];
    }
    seen.add(schema);
    const found = [schema];
    const more = (one) => found.push(...this.expand(one, keys, seen));
    if (schema.$ref) {
      more(this.document.definitions?.[schema.$ref.replace('#/definitions/', '')]);
    }
    [...schema.allOf ?? [], ...schema.anyOf ?? [], ...schema.oneOf ?? []].forEach(more);
    if (schema.if) {
      more(this.holds(schema.if, keys) ? schema.then : schema.else);
    }
    return found;
  }

  holds(condition, keys) {
    return (condition.required ?? []).every((name) => name in keys)
      && Object.entries(condition.properties ?? {}).every(([name, rule]) => this.expand(rule, {}).some((one) => {
        const value = String(keys[name] ?? '').replace(/^["']|["']$/g, '');
        return one.const === value || one.enum?.includes(value) || (one.type === 'array' && name in keys);
      }));
  }
}

function weight(property) {
  return JSON.stringify(property).length;
}

/** The values that schemas list: [{value, description}]. */
export function valuesIn(schemas) {
  const found = new Map();
  for (const one of schemas) {
    if (one.const !== undefined) {
      found.set(String(one.const), { value: String(one.const), description: one.description });
    }
    (one.enum ?? []).forEach((value) => found.set(String(value), found.get(String(value)) ?? { value: String(value) }));
    if (one.type === 'boolean') {
      ['true', 'false'].forEach((value) => found.set(value, { value }));
    }
  }
  return [...found.values()];
}

/** What schemas take, in a word: list, map, or the types of a value. */
export function kindOf(schemas) {
  const types = new Set(schemas.flatMap((one) => one.type ?? []));
  return types.has('array') && !types.has('string') ? 'list' : types.has('object') ? 'map' : 'value';
}
