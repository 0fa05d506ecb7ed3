package io.windhover.monitoring;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request that Grafana's data source for Elasticsearch makes from a query: the Lucene
 * text and the time as filters, each bucket aggregation in the one before, the metrics in
 * the last.
 *
 * @param query of a panel its target, of a variable its {@code find}
 */
public record SearchRequest(JsonNode query) {

	private static final JsonMapper JSON = new JsonMapper();

	/** Metrics that are lists of documents. */
	private static final Set<String> DOCUMENTS = Set.of("raw_data", "raw_document", "logs");

	private static final Pattern FIELD = Pattern.compile("(?<![\\w\"])([A-Za-z@_][\\w.@]*)\\s*:");

	/**
	 * That of a search, with values for its variables.
	 */
	public static SearchRequest of(Search search, Variables values) {
		String text = search.query().isString() ? search.query().asString() : search.query().toString();
		Variables escaped = search.query().isString() || search.query().isObject() ? quoted(values) : values;
		return new SearchRequest(JSON.readTree(escaped.substitute(text)));
	}

	/** As they stand in a JSON text. */
	private static Variables quoted(Variables values) {
		Variables quoted = values;
		for (Map.Entry<String, String> value : values.values().entrySet()) {
			quoted = quoted.with(Map.of(value.getKey(), value.getValue().replace("\"", "\\\"")));
		}
		return quoted;
	}

	/**
	 * Whether it looks for the values of a variable.
	 */
	public boolean isOfVariable() {
		return this.query.has("find");
	}

	/**
	 * The fields that it groups by or reckons with; Elasticsearch must be able to
	 * aggregate them.
	 */
	public Set<String> aggregated() {
		Set<String> fields = new TreeSet<>();
		Stream
			.of(Stream.of(this.query), this.query.path("bucketAggs").valueStream(),
					this.query.path("metrics").valueStream())
			.flatMap((parts) -> parts)
			.map((part) -> part.path("field").asString(""))
			.filter((field) -> !field.isEmpty())
			.forEach(fields::add);
		return fields;
	}

	/**
	 * The fields that its text names.
	 */
	public Set<String> searched() {
		return fields(this.query.path("query").asString(""));
	}

	/** The fields that a query in Lucene's or Kibana's language names. */
	static Set<String> fields(String text) {
		Set<String> fields = new TreeSet<>();
		FIELD.matcher(text.replaceAll("\"[^\"]*\"", "\"\""))
			.results()
			.map((MatchResult found) -> found.group(1))
			.forEach(fields::add);
		return fields;
	}

	/**
	 * The body of the search over a time.
	 */
	public String body(String timeField, Instant from, Instant to) {
		ObjectNode body = JSON.createObjectNode();
		ObjectNode filters = body.putObject("query").putObject("bool");
		filters.putArray("filter")
			.add(JSON.createObjectNode()
				.set("range",
						JSON.createObjectNode()
							.set(timeField,
									JSON.createObjectNode()
										.put("gte", from.toEpochMilli())
										.put("lte", to.toEpochMilli())
										.put("format", "epoch_millis"))))
			.add(text(this.query.path("query").asString("")));
		if (isOfVariable()) {
			body.put("size", 0)
				.putObject("aggs")
				.putObject("1")
				.putObject("terms")
				.put("field", this.query.path("field").asString())
				.put("size", this.query.path("size").asInt(500));
		}
		else if (isList()) {
			body.put("size", this.query.at("/metrics/0/settings/size").asInt(500));
			body.putArray("sort").addObject().putObject(timeField).put("order", "desc");
		}
		else {
			aggregations(body.put("size", 0), 0, from, to);
		}
		return body.toString();
	}

	private static JsonNode text(String query) {
		ObjectNode text = JSON.createObjectNode();
		text.putObject("query_string").put("analyze_wildcard", true).put("query", query.isEmpty() ? "*" : query);
		return text;
	}

	private boolean isList() {
		return DOCUMENTS.contains(this.query.at("/metrics/0/type").asString(""));
	}

	private void aggregations(ObjectNode parent, int depth, Instant from, Instant to) {
		ObjectNode inner = parent.putObject("aggs");
		if (depth == this.query.path("bucketAggs").size()) {
			this.query.path("metrics").forEach((metric) -> metric(inner, metric));
			return;
		}
		JsonNode bucket = this.query.at("/bucketAggs/" + depth);
		JsonNode settings = bucket.path("settings");
		ObjectNode aggregation = inner.putObject(bucket.get("id").asString());
		switch (bucket.get("type").asString()) {
			case "terms" -> terms(aggregation.putObject("terms"), bucket);
			case "date_histogram" -> aggregation.putObject("date_histogram")
				.put("field", bucket.path("field").asString())
				.put("fixed_interval", settings.path("interval").asString("auto").replace("auto", "30s"))
				.put("min_doc_count", settings.path("min_doc_count").asString("0"))
				.put("format", "epoch_millis")
				.putObject("extended_bounds")
				.put("min", from.toEpochMilli())
				.put("max", to.toEpochMilli());
			case "histogram" -> aggregation.putObject("histogram")
				.put("field", bucket.path("field").asString())
				.put("interval", settings.path("interval").asString("1000"))
				.put("min_doc_count", settings.path("min_doc_count").asString("0"));
			case "filters" -> {
				ObjectNode filters = aggregation.putObject("filters").putObject("filters");
				settings.path("filters")
					.forEach((filter) -> filters.set(filter.path("label").asString(filter.path("query").asString()),
							text(filter.path("query").asString())));
			}
			default -> throw new IllegalArgumentException("A bucket of an unknown type: " + bucket);
		}
		aggregations(aggregation, depth + 1, from, to);
		if (settings.path("orderBy").asString("").matches("\\d+.*")) {
			JsonNode metric = metric(settings.get("orderBy").asString());
			metric((ObjectNode) aggregation.get("aggs"), metric);
		}
	}

	private static void terms(ObjectNode terms, JsonNode bucket) {
		JsonNode settings = bucket.path("settings");
		String order = settings.path("orderBy").asString("_term").replace("_term", "_key");
		terms.put("field", bucket.get("field").asString())
			.put("size", settings.path("size").asInt(500))
			.put("min_doc_count", settings.path("min_doc_count").asInt(1))
			.putObject("order")
			.put(order, settings.path("order").asString("desc"));
	}

	private JsonNode metric(String id) {
		return this.query.path("metrics")
			.valueStream()
			.filter((metric) -> metric.get("id").asString().equals(id.replaceAll("\\[.*", "")))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Ordered by an unknown metric: " + this.query));
	}

	private static void metric(ObjectNode parent, JsonNode metric) {
		String type = metric.get("type").asString();
		if (!type.equals("count")) {
			ObjectNode aggregation = parent.putObject(metric.get("id").asString())
				.putObject(type)
				.put("field", metric.get("field").asString());
			if (metric.path("settings").has("percents")) {
				aggregation.set("percents", JSON
					.valueToTree(PromQl.texts(metric.at("/settings/percents")).stream().map(Double::valueOf).toList()));
			}
		}
	}

	/**
	 * Whether an answer shows anything: a document, or a number in some bucket.
	 */
	public boolean isAnswered(JsonNode response) {
		if (isList()) {
			return !response.at("/hits/hits").isEmpty();
		}
		if (isOfVariable()) {
			return !response.at("/aggregations/1/buckets").isEmpty();
		}
		return values(response.path("aggregations"), 0).stream().anyMatch((found) -> found);
	}

	private List<Boolean> values(JsonNode aggregations, int depth) {
		List<Boolean> found = new ArrayList<>();
		String id = this.query.at("/bucketAggs/" + depth + "/id").asString();
		for (JsonNode bucket : aggregations.path(id).path("buckets")) {
			if (depth + 1 < this.query.path("bucketAggs").size()) {
				found.addAll(values(bucket, depth + 1));
			}
			else {
				found.add(bucket.path("doc_count").asInt() > 0
						&& this.query.path("metrics").valueStream().allMatch((metric) -> hasValue(bucket, metric)));
			}
		}
		return found;
	}

	private static boolean hasValue(JsonNode bucket, JsonNode metric) {
		JsonNode result = bucket.path(metric.get("id").asString());
		return metric.get("type").asString().equals("count") || result.path("value").isNumber()
				|| result.path("values").valueStream().anyMatch(JsonNode::isNumber);
	}

}
