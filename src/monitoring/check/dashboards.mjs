// Checks Grafana dashboards against the types that Grafana publishes: node dashboards.mjs <file>... prints each problem as a
// line of JSON, {"file", "at", "message"}. The types leave open what belongs to the type of a panel and to the data source
// of a query; each is checked here against the types of its own.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const SDK = new URL('node_modules/@grafana/grafana-foundation-sdk/dist/', import.meta.url);

const CACHE = new URL('node_modules/.cache/windhover/', import.meta.url);

const QUERIES = { prometheus: 'prometheus.Dataquery', elasticsearch: 'elasticsearch.dataquery' };

/** Of Elasticsearch, which of the types a metric is; the types themselves do not tell. */
const METRICS = {
	count: 'Count', avg: 'Average', sum: 'Sum', min: 'Min', max: 'Max', extended_stats: 'ExtendedStats',
	percentiles: 'Percentiles', cardinality: 'UniqueCount', raw_document: 'RawDocument', raw_data: 'RawData', logs: 'Logs',
	rate: 'Rate', top_metrics: 'TopMetrics', derivative: 'Derivative', cumulative_sum: 'CumulativeSum',
	serial_diff: 'SerialDiff', moving_fn: 'MovingFunction', bucket_script: 'BucketScript'
};

const files = process.argv.slice(2);
const dashboards = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));

const wanted = new Set(['dashboard.Dashboard', 'dashboard.Panel', 'dashboard.RowPanel', ...Object.values(QUERIES)]);
dashboards.flatMap(panels).forEach((panel) => ['Options', 'FieldConfig'].map((name) => ofPanel(panel, name))
	.filter((type) => type).forEach((type) => wanted.add(type)));
const schemas = schemasOf([...wanted]);
const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });

files.forEach((file, index) => check(dashboards[index]).forEach((problem) =>
	console.log(JSON.stringify({ file, at: problem.at || '/', message: problem.message }))));

function panels(dashboard) {
	return (dashboard.panels ?? []).flatMap((panel) => panel.type === 'row' ? panel.panels ?? [] : [panel]);
}

function check(dashboard) {
	const found = problems('dashboard.Dashboard', { ...dashboard, panels: [] }, '');
	(dashboard.panels ?? []).forEach((panel, index) => {
		const at = `/panels/${index}`;
		if (panel.type === 'row') {
			found.push(...problems('dashboard.RowPanel', { ...panel, panels: [] }, at));
			(panel.panels ?? []).forEach((inner, i) => found.push(...ofOnePanel(inner, `${at}/panels/${i}`)));
		}
		else {
			found.push(...ofOnePanel(panel, at));
		}
	});
	(dashboard.annotations?.list ?? []).forEach((annotation, index) => {
		if (annotation.target && annotation.datasource?.type in QUERIES) {
			found.push(...query(annotation.target, annotation.datasource, `/annotations/list/${index}/target`));
		}
	});
	return found;
}

function ofOnePanel(panel, at) {
	const place = `${at} "${panel.title ?? ''}"`;
	const found = problems('dashboard.Panel', panel, place);
	const options = ofPanel(panel, 'Options');
	if (!options) {
		return [...found, { at: place, message: `has the type "${panel.type}", of which Grafana publishes no types` }];
	}
	found.push(...problems(options, panel.options ?? {}, `${place}/options`));
	const custom = ofPanel(panel, 'FieldConfig');
	const given = panel.fieldConfig?.defaults?.custom;
	if (custom) {
		found.push(...problems(custom, given ?? {}, `${place}/fieldConfig/defaults/custom`));
	}
	else if (given && Object.keys(given).length > 0) {
		found.push({ at: `${place}/fieldConfig/defaults/custom`, message: `"${panel.type}" has nothing of the kind` });
	}
	(panel.fieldConfig?.overrides ?? []).forEach((override, index) => (override.properties ?? []).forEach((property) =>
		found.push(...overridden(property, custom, `${place}/fieldConfig/overrides/${index}/${property.id}`))));
	(panel.targets ?? []).forEach((target, index) =>
		found.push(...query(target, target.datasource ?? panel.datasource, `${place}/targets/${index}`)));
	return found;
}

/** What an override sets is a field of the defaults, by its path. */
function overridden(property, custom, at) {
	const isCustom = property.id.startsWith('custom.');
	const value = property.id.replace('custom.', '').split('.').reduceRight((inner, name) => ({ [name]: inner }), property.value);
	if (!isCustom) {
		return definition('FieldConfig', schemas['dashboard.Panel'], value, at);
	}
	return custom ? problems(custom, value, at) : [{ at, message: 'is unknown' }];
}

function query(target, datasource, at) {
	const type = QUERIES[datasource?.type];
	if (!type) {
		return [{ at, message: `asks an unknown data source: ${JSON.stringify(datasource)}` }];
	}
	return [...problems(type, target, at), ...(target.metrics ?? []).flatMap((metric, index) => {
		const inner = `${at}/metrics/${index}`;
		return METRICS[metric.type] ? definition(METRICS[metric.type], schemas[type], metric, inner)
			: [{ at: inner, message: `has an unknown type: ${metric.type}` }];
	})];
}

/** The types of a panel's own are in the module of its type; where there is no such type, it has none. */
function ofPanel(panel, name) {
	const module = (panel.type ?? '').replaceAll('-', '');
	const file = new URL(`${module}/types.gen.d.ts`, SDK);
	const exported = new RegExp(`^export (interface|type) ${name}\\b`, 'm');
	return module && existsSync(file) && exported.test(readFileSync(file, 'utf8')) ? `${module}.${name}` : undefined;
}

function problems(type, data, at) {
	const { definitions, $ref } = schemas[type];
	return violations({ $ref }, definitions, data, at);
}

function definition(name, { definitions }, data, at) {
	return violations({ $ref: `#/definitions/${name}` }, definitions, data, at);
}

function violations(schema, definitions, data, at) {
	const validate = ajv.compile({ ...schema, definitions });
	validate(data);
	const errors = validate.errors ?? [];
	const unions = errors.filter((error) => error.keyword === 'anyOf');
	const outer = unions.filter((union) => !unions.some((other) => other !== union
		&& isWithin(union.instancePath, other.instancePath) && union.instancePath !== other.instancePath));
	const found = errors.filter((error) => !outer.some((union) => isWithin(error.instancePath, union.instancePath)))
		.map((error) => ({ at: at + error.instancePath, message: message(error) }));
	for (const union of outer) {
		found.push(...nearest(union.schema.map((branch) => violations(branch, definitions, union.data,
			at + union.instancePath))));
	}
	return found;
}

function isWithin(path, parent) {
	return path === parent || path.startsWith(`${parent}/`);
}

/** Of a union, what is wrong with the branch that was most likely meant: the one of this type, then with the fewest faults. */
function nearest(branches) {
	const cost = (branch) => branch.length + (branch.some((problem) => /\/type$/.test(problem.at)) ? 1000 : 0);
	return branches.sort((one, other) => cost(one) - cost(other))[0];
}

function message(error) {
	const { params } = error;
	const detail = params.additionalProperty ?? params.allowedValue ?? params.allowedValues?.join(', ');
	return detail === undefined ? error.message : `${error.message}: ${detail}`;
}

/** The types as JSON schemas, by one run of the compiler over a file that names them. */
function schemasOf(types) {
	const modules = [...new Set(types.map((type) => type.split('.')[0]))];
	const named = (type) => `Of_${type.replace('.', '_')}`;
	mkdirSync(CACHE, { recursive: true });
	const entry = new URL('types.ts', CACHE);
	writeFileSync(entry, [
		...modules.map((module) => `import * as ${module} from '../../@grafana/grafana-foundation-sdk/dist/${module}/types.gen';`),
		...types.map((type) => `export type ${named(type)} = ${type};`)
	].join('\n'));
	const generator = createGenerator({ path: entry.pathname, skipTypeCheck: true, functions: 'hide', topRef: true,
		expose: 'all', jsDoc: 'none' });
	return Object.fromEntries(types.map((type) => {
		const schema = generator.createSchema(named(type));
		const open = type === QUERIES.elasticsearch ? 'MetricAggregation' : 'Dataquery';
		if (schema.definitions[open] && type !== QUERIES.prometheus) {
			schema.definitions[open] = { type: 'object' };
		}
		return [type, isOfPanel(type) ? optional(schema) : schema];
	}));
}

function isOfPanel(type) {
	return /\.(Options|FieldConfig)$/.test(type);
}

/** What is left out of the options of a panel Grafana takes from the defaults of its type, at each depth. */
function optional(schema) {
	return JSON.parse(JSON.stringify(schema, (key, value) => key === 'required' && Array.isArray(value) ? undefined : value));
}
