// Checks resources of Kubernetes against the schemas of their kinds: each line of the input is a resource as JSON; each problem
// is a line of the output, {"kind", "at", "message"}. The schemas, made of those that Kubernetes and KEDA publish, leave open
// what they do not know; that there is nothing else is checked against the types of the same package.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { Ajv } from 'ajv';
import { createGenerator } from 'ts-json-schema-generator';

const CACHE = new URL('node_modules/.cache/windhover/', import.meta.url);

const KINDS = {
	'autoscaling/v2 HorizontalPodAutoscaler': {
		model: HorizontalPodAutoscaler, types: 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler'
	},
	'keda.sh/v1alpha1 ScaledObject': {
		model: ScaledObject, types: '@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject'
	}
};

for await (const line of createInterface({ input: process.stdin })) {
	const resource = JSON.parse(line);
	const kind = `${resource.apiVersion} ${resource.kind}`;
	check(kind, resource).forEach((problem) => console.log(JSON.stringify({ kind, ...problem })));
}

function check(kind, resource) {
	if (!KINDS[kind]) {
		return [{ at: '/kind', message: `is none of ${Object.keys(KINDS).join(', ')}` }];
	}
	return [...invalid(KINDS[kind].model, resource), ...unknown(KINDS[kind], resource)];
}

function invalid(Model, resource) {
	try {
		new Model(resource).validate();
		return [];
	}
	catch (error) {
		if (!error.errors) {
			throw error;
		}
		return error.errors.map(({ instancePath, message }) => ({ at: instancePath || '/', message }));
	}
}

function unknown({ model, types }, resource) {
	mkdirSync(CACHE, { recursive: true });
	const entry = new URL(`${model.kind}.ts`, CACHE);
	writeFileSync(entry, `import { I${model.kind} } from '${types}';\nexport type Resource = I${model.kind};\n`);
	const generator = createGenerator({ path: entry.pathname, skipTypeCheck: true, functions: 'hide', topRef: true,
		expose: 'all', jsDoc: 'none' });
	const validate = new Ajv({ allErrors: true, strict: false }).compile(generator.createSchema('Resource'));
	validate(resource);
	return (validate.errors ?? []).filter((error) => error.keyword === 'additionalProperties')
		.map((error) => ({ at: error.instancePath || '/', message: `has an unknown field ${error.params.additionalProperty}` }));
}
