package io.windhover.management.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.windhover.management.browser.Table.Cell;
import io.windhover.management.browser.Table.Line;
import io.windhover.management.browser.Table.Link;
import io.windhover.management.browser.Table.Row;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * Finds in JSON what reads better as a table: what is single, and each list of objects.
 */
class Tables {

	private static final int MAX_ROWS = 500;

	/** What holds the address of a route. */
	private static final Set<String> ADDRESSES = Set.of("link", "runbook");

	private final Routes routes;

	private final String prefix;

	private final String path;

	/**
	 * For a page.
	 * @param prefix what addresses begin with, before the route
	 * @param path of the page, below the prefix
	 */
	Tables(Routes routes, String prefix, String path) {
		this.routes = routes;
		this.prefix = prefix;
		this.path = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
	}

	List<Table> of(JsonNode json) {
		if (this.path.isEmpty() && json.has("_links")) {
			return List.of(new LinksTable(this.routes, this.prefix).of(json.get("_links")));
		}
		List<Row> single = new ArrayList<>();
		List<Table> tables = new ArrayList<>();
		for (Map.Entry<String, JsonNode> property : json.properties()) {
			JsonNode value = property.getValue();
			if (value.isArray() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isObject)) {
				tables.add(list(property.getKey(), value));
			}
			else if (value.isArray() && this.routes.below(this.path).findAny().isPresent()) {
				tables.add(names(property.getKey(), value));
			}
			else if (value.isObject() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isObject)) {
				tables.add(named(property.getKey(), value));
			}
			else {
				single.add(new Row(List.of(Cell.of(property.getKey()), cell(property.getKey(), value)), List.of()));
			}
		}
		if (!single.isEmpty()) {
			tables.add(0, new Table("", List.of(), single, 0));
		}
		return tables;
	}

	private Table list(String name, JsonNode list) {
		List<JsonNode> shown = list.valueStream().limit(MAX_ROWS).toList();
		Columns columns = Columns.of(shown);
		List<Row> rows = shown.stream().map((each) -> new Row(cells(columns, each), links(each, ""))).toList();
		return new Table(name, columns.heads(), rows, list.size() - shown.size());
	}

	/** An object of objects: their names are the first column. */
	private Table named(String name, JsonNode object) {
		List<Map.Entry<String, JsonNode>> shown = object.properties().stream().limit(MAX_ROWS).toList();
		Columns columns = Columns.of(shown.stream().map(Map.Entry::getValue).toList());
		List<String> heads = new ArrayList<>(List.of(""));
		heads.addAll(columns.heads());
		List<Row> rows = shown.stream().map((each) -> {
			List<Cell> cells = new ArrayList<>(List.of(Cell.of(each.getKey())));
			cells.addAll(cells(columns, each.getValue()));
			return new Row(cells, links(each.getValue(), each.getKey()));
		}).toList();
		return new Table(name, heads, rows, object.size() - shown.size());
	}

	/** A list of names that lead on. */
	private Table names(String name, JsonNode list) {
		List<Row> rows = list.valueStream().limit(MAX_ROWS).map((each) -> {
			List<Link> links = links(each, each.isString() ? each.asString() : "");
			return new Row(List.of(links.isEmpty() ? Cells.of(each)
					: new Cell(List.of(new Line(null, each.asString(), links.get(0).href())))), List.of());
		}).toList();
		return new Table(name, List.of(), rows, list.size() - rows.size());
	}

	private List<Cell> cells(Columns columns, JsonNode row) {
		return columns.pointers().stream().map((each) -> {
			JsonNode value = row.at(each);
			return value.isMissingNode() ? Cells.of(null) : cell(each.toString().substring(1), value);
		}).toList();
	}

	/** The address of one of these routes leads there. */
	private Cell cell(String name, JsonNode value) {
		String text = (value.isString() && ADDRESSES.contains(name)) ? value.asString() : "";
		boolean below = text.startsWith(this.prefix + "/") && !text.startsWith("//");
		return (below && !this.routes.tells(text.substring(this.prefix.length()).split("\\?", 2)[0]).isEmpty())
				? new Cell(List.of(new Line(null, text, text))) : Cells.of(value);
	}

	/** The routes below this one that can be filled in from a row. */
	private List<Link> links(JsonNode row, String name) {
		return this.routes.below(this.path).flatMap((route) -> link(route.path(), row, name).stream()).toList();
	}

	private Optional<Link> link(String route, JsonNode row, String name) {
		StringBuilder address = new StringBuilder(this.prefix + this.path);
		String last = "";
		for (String segment : route.substring(this.path.length() + 1).split("/", -1)) {
			String value = segment.startsWith("{") ? value(segment.substring(1, segment.length() - 1), row, name)
					: segment;
			if (value.isEmpty()) {
				return Optional.empty();
			}
			address.append('/').append(UriUtils.encodePathSegment(value, "UTF-8"));
			last = segment.startsWith("{") ? "open" : segment;
		}
		return Optional.of(new Link(last, address.toString()));
	}

	/** What is called fooId is the id of foo, too. */
	private static String value(String variable, JsonNode row, String name) {
		if (variable.equals("name") && !name.isEmpty()) {
			return name;
		}
		JsonNode value = row.path(variable);
		if (value.isMissingNode() && variable.endsWith("Id")) {
			value = row.path(variable.substring(0, variable.length() - 2)).path("id");
		}
		return value.isString() ? value.asString() : "";
	}

}
