package io.windhover.management.browser;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.windhover.management.browser.Routes.Route;
import io.windhover.management.browser.Table.Cell;
import io.windhover.management.browser.Table.Line;
import io.windhover.management.browser.Table.Row;
import tools.jackson.databind.JsonNode;

/**
 * The links page: every route that is here, with what it tells.
 */
class LinksTable {

	private final Routes routes;

	private final String prefix;

	LinksTable(Routes routes, String prefix) {
		this.routes = routes;
		this.prefix = prefix;
	}

	Table of(JsonNode links) {
		Set<String> here = new LinkedHashSet<>();
		links.forEach((link) -> here.add(first(link.path("href").asString(""))));
		here.remove("");
		List<Row> rows = new ArrayList<>();
		Set<String> told = new LinkedHashSet<>();
		for (Route route : this.routes.all()) {
			String first = route.path().split("/", -1)[1];
			if (here.contains(first)) {
				told.add(first);
				rows.add(row(route));
			}
		}
		here.stream()
			.filter((each) -> !told.contains(each))
			.forEach((each) -> rows.add(row(new Route("/" + each, ""))));
		return new Table("", List.of("route", "what it tells"), rows, 0);
	}

	/** The first segment of an address below the prefix. */
	private String first(String address) {
		String path = URI.create(address.replaceAll("[{}]", "")).getPath();
		String below = path.startsWith(this.prefix + "/") ? path.substring(this.prefix.length() + 1) : "";
		return below.split("/", -1)[0];
	}

	/** What is to be filled in is found at the route above it, row by row. */
	private Row row(Route route) {
		String href = route.isTemplate() ? route.path().substring(0, route.path().indexOf("/{")) : route.path();
		return new Row(
				List.of(new Cell(List.of(new Line(null, route.path(), this.prefix + href))), Cell.of(route.tells())),
				List.of());
	}

}
