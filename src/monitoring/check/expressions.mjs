// Reads PromQL with the grammar that Prometheus' own editor uses. Each line of the input is an expression as a JSON text; the
// same line of the output is its tree, or {"error": {"at", "message"}}. What changes no label is left out of the tree:
// brackets, signs, ranges, offsets.
import { createInterface } from 'node:readline';
import { parser } from '@prometheus-io/lezer-promql';

const TRANSPARENT = new Set(['PromQL', 'ParenExpr', 'UnaryExpr', 'MatrixSelector', 'SubqueryExpr', 'OffsetExpr',
	'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr']);

export function read(text) {
	const tree = parser.parse(text);
	const error = firstError(tree, text);
	return error ? { error } : expression(tree.topNode, text);
}

function firstError(tree, text) {
	let error;
	tree.iterate({
		enter(node) {
			if (node.type.isError && !error) {
				error = { at: node.from, message: `does not parse before "${text.slice(node.from, node.from + 20)}"` };
			}
		}
	});
	return error;
}

function expression(node, text) {
	const source = text.slice(node.from, node.to);
	switch (node.name) {
		case 'VectorSelector':
			return selector(node, text);
		case 'AggregateExpr':
			return aggregate(node, text);
		case 'BinaryExpr':
			return binary(node, text);
		case 'FunctionCall':
			return {
				kind: 'call', source, name: slice(node.getChild('FunctionIdentifier'), text),
				arguments: operands(node.getChild('FunctionCallBody'), text)
			};
		case 'StringLiteral':
			return { kind: 'string', source, value: unquoted(source) };
		case 'NumberDurationLiteral':
			return { kind: 'number', source };
	}
	if (TRANSPARENT.has(node.name)) {
		return operands(node, text)[0];
	}
	throw new Error(`Unknown part of a PromQL tree: ${node.name} in ${text}`);
}

function selector(node, text) {
	const matchers = [];
	const name = node.getChild('Identifier');
	if (name) {
		matchers.push({ label: '__name__', operator: '=', value: slice(name, text) });
	}
	for (const each of children(node.getChild('LabelMatchers'))) {
		const label = each.getChild('LabelName') ?? each.getChild('QuotedLabelName');
		if (each.name === 'QuotedLabelName') {
			matchers.push({ label: '__name__', operator: '=', value: unquoted(slice(each, text)) });
		}
		else if (label) {
			const written = slice(label, text);
			matchers.push({
				label: label.name === 'LabelName' ? written : unquoted(written),
				operator: slice(each.getChild('MatchOp'), text), value: unquoted(slice(each.lastChild, text))
			});
		}
	}
	return { kind: 'selector', source: slice(node, text), matchers };
}

function aggregate(node, text) {
	const modifier = node.getChild('AggregateModifier');
	return {
		kind: 'aggregate', source: slice(node, text), name: slice(node.getChild('AggregateOp'), text).toLowerCase(),
		grouping: modifier ? slice(modifier.firstChild, text).toLowerCase() : 'by',
		labels: labels(modifier?.getChild('GroupingLabels'), text),
		arguments: operands(node.getChild('FunctionCallBody'), text)
	};
}

function binary(node, text) {
	const matching = node.getChild('MatchingModifierClause');
	const keywords = children(matching).map((child) => child.name);
	const lists = matching?.getChildren('GroupingLabels') ?? [];
	const group = keywords.find((keyword) => keyword === 'GroupLeft' || keyword === 'GroupRight');
	return {
		kind: 'binary', source: slice(node, text), name: slice(node.firstChild.nextSibling, text).toLowerCase(),
		bool: node.getChild('BoolModifier') !== null,
		matching: keywords.includes('On') ? 'on' : 'ignoring', labels: labels(lists[0], text),
		group: group ? group.replace('Group', '').toLowerCase() : '', included: labels(lists[1], text),
		arguments: operands(node, text)
	};
}

function operands(node, text) {
	const found = [];
	for (const child of children(node)) {
		if (TRANSPARENT.has(child.name) || ['VectorSelector', 'AggregateExpr', 'BinaryExpr', 'FunctionCall', 'StringLiteral',
			'NumberDurationLiteral'].includes(child.name)) {
			found.push(expression(child, text));
		}
	}
	return found;
}

function labels(list, text) {
	return children(list).map((label) => label.name === 'LabelName' ? slice(label, text) : unquoted(slice(label, text)));
}

function children(node) {
	const found = [];
	for (let child = node?.firstChild; child; child = child.nextSibling) {
		found.push(child);
	}
	return found;
}

function slice(node, text) {
	return text.slice(node.from, node.to);
}

function unquoted(literal) {
	const inner = literal.slice(1, -1);
	return literal.startsWith('`') ? inner : inner.replace(/\\(.)/gs, '$1');
}

for await (const line of createInterface({ input: process.stdin })) {
	console.log(JSON.stringify(read(JSON.parse(line))));
}
