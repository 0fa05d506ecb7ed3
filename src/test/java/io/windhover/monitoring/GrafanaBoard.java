package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks of one dashboard of Grafana that ask nobody: where its panels stand, what they
 * tell and where they lead.
 */
record GrafanaBoard(JsonNode json) {

	/** Begins with a letter, while a number is a group of a {@code label_replace}. */
	private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)[:}]|\\$([a-zA-Z_]\\w*)");

	private static final Pattern ROUTE = Pattern.compile("^\\$\\{scheme}://\\$\\{([\\w.]+)}(/runbooks/\\w+|/[\\w-]*)");

	private static final Pattern BOARD = Pattern.compile("^/d/([\\w-]+)\\?");

	private static final Set<String> ANNOTATIONS = Set.of("Started", "Draining", "Rebalance");

	String uid() {
		return this.json.path("uid").asString("");
	}

	List<JsonNode> panels() {
		return this.json.path("panels")
			.valueStream()
			.filter((panel) -> !panel.path("type").asString("").equals("row"))
			.toList();
	}

	/**
	 * What is wrong.
	 * @param uids of all dashboards
	 * @param routes first segments of the paths on port 8081, and the runbooks
	 */
	List<String> problems(Set<String> uids, Set<String> routes) {
		List<String> problems = new ArrayList<>(new Grid(24).problems(this.json.path("panels")
			.valueStream()
			.map((panel) -> Grid.Box.of(panel.path("title").asString(""), panel.path("gridPos")))
			.toList()));
		panels().forEach((panel) -> ofPanel(panel, problems));
		ofIds(problems);
		ofVariables(problems);
		urls().forEach((url) -> ofUrl(url, uids, routes, problems));
		if (this.json.path("tags").valueStream().noneMatch((tag) -> tag.asString().equals("windhover"))) {
			problems.add("has not the tag windhover, by which dashboards lead to one another");
		}
		Set<String> annotations = this.json.at("/annotations/list")
			.valueStream()
			.map((annotation) -> annotation.path("name").asString(""))
			.collect(Collectors.toSet());
		if (!annotations.containsAll(ANNOTATIONS)) {
			problems.add("has the annotations " + annotations + " and not " + ANNOTATIONS);
		}
		return problems;
	}

	private static void ofPanel(JsonNode panel, List<String> problems) {
		String title = panel.path("title").asString("");
		if (!panel.path("description").asString("").matches("(?s).+Bad: .+\\.")) {
			problems.add(title + ": its description does not say what is bad");
		}
		if (panel.path("links").isEmpty()) {
			problems.add(title + ": leads nowhere");
		}
		List<String> refIds = panel.path("targets")
			.valueStream()
			.map((each) -> each.path("refId").asString(""))
			.toList();
		if (refIds.isEmpty() || refIds.contains("") || new HashSet<>(refIds).size() != refIds.size()) {
			problems.add(title + ": its queries are named " + refIds);
		}
		Stream.concat(Stream.of(panel), panel.path("targets").valueStream())
			.filter((each) -> !each.at("/datasource/uid").asString("").startsWith("${"))
			.forEach((each) -> problems.add(title + ": asks a data source that nobody chose"));
	}

	private void ofIds(List<String> problems) {
		List<Integer> ids = this.json.path("panels").valueStream().map((panel) -> panel.path("id").asInt(0)).toList();
		if (ids.contains(0) || new HashSet<>(ids).size() != ids.size()) {
			problems.add("its panels have the ids " + ids);
		}
	}

	private void ofVariables(List<String> problems) {
		Set<String> known = this.json.at("/templating/list")
			.valueStream()
			.map((variable) -> variable.path("name").asString(""))
			.collect(Collectors.toSet());
		VARIABLE.matcher(this.json.toString())
			.results()
			.map((found) -> (found.group(1) != null) ? found.group(1) : found.group(2))
			.filter((name) -> !name.startsWith("__") && !known.contains(name))
			.distinct()
			.forEach((name) -> problems.add("has no variable " + name));
	}

	/** All links, those of overridden fields too. */
	private List<String> urls() {
		return this.json.findValues("url")
			.stream()
			.map((url) -> url.asString(""))
			.filter((url) -> !url.isEmpty())
			.toList();
	}

	private static void ofUrl(String url, Set<String> uids, Set<String> routes, List<String> problems) {
		MatchResult board = found(BOARD, url);
		MatchResult route = found(ROUTE, url);
		if (board != null) {
			if (!uids.contains(board.group(1))) {
				problems.add("leads to the dashboard " + board.group(1) + ", which there is not");
			}
		}
		else if (route != null) {
			if (!routes.contains(route.group(2))) {
				problems.add("leads to the route " + route.group(2) + ", which there is not");
			}
			ofRole(route.group(1), route.group(2), problems);
		}
		else if (!url.startsWith("${api}/api/executions")) {
			problems.add("leads to " + url);
		}
	}

	/** Some routes are only where their role runs. */
	private static void ofRole(String instance, String path, List<String> problems) {
		Set<String> roles = Set.of("/worker", "/executor", "/scheduler", "/indexer");
		if (roles.contains(path) && instance.startsWith("at_") && !instance.equals("at_" + path.substring(1))) {
			problems.add("leads to " + path + " on ${" + instance + "}, which may not have it");
		}
	}

	private static @Nullable MatchResult found(Pattern pattern, String text) {
		return pattern.matcher(text).results().findFirst().orElse(null);
	}

}
