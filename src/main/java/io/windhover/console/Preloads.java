package io.windhover.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the page of an address should fetch at once, as otherwise a browser learns of each
 * module from the one before it: all modules of the view, and what the view asks for
 * first. The views are those of {@code views.js}.
 */
class Preloads {

	private static final String FRAME = "app.js";

	private static final String ROOT = "/console/assets/";

	private static final String CONFIG = "/console/config";

	private static final String JSON_VIEW = "views/json.js";

	private static final Pattern PORT = Pattern.compile("(?ms)^ {2}(\\w+): \\[$(.*?)^ {2}\\],$");

	private static final Pattern VIEW = Pattern
		.compile("(?s)\\{ id: '([\\w-]+)'[^}]*?import\\('\\./([\\w/-]+\\.js)'\\)(?:,\\s*first: \\[(.*?)\\])? \\}");

	private static final Pattern TEXT = Pattern.compile("'([^']+)'");

	private static final Pattern IMPORT = Pattern
		.compile("(?m)(?:^|;)(?:import|export)\\b[^;'\"()]*?\\bfrom\\s*['\"](\\.[^'\"]+)['\"]");

	private final Assets assets;

	private final Map<String, List<String>> modules = new ConcurrentHashMap<>();

	private final Map<String, Map<String, View>> views = new ConcurrentHashMap<>();

	Preloads(Assets assets) {
		this.assets = assets;
	}

	/**
	 * The links of a page.
	 * @param port as {@link ConsoleConfig} calls it
	 * @param path of the page, below the prefix
	 * @param prefix of all paths
	 * @param data whether the caller may read, so that data can be asked for
	 */
	String links(String port, String path, String prefix, boolean data) {
		View view = view(port, path);
		StringBuilder links = new StringBuilder();
		modules((view != null) ? view.file() : FRAME)
			.forEach((module) -> link("modulepreload", prefix + ROOT + module, "", links));
		link("preload", prefix + CONFIG, " as=\"fetch\" crossorigin", links);
		if (view != null && data) {
			view.first().forEach((each) -> link("preload", prefix + each, kind(each), links));
		}
		return links.toString();
	}

	private static void link(String rel, String address, String rest, StringBuilder links) {
		links.append("<link rel=\"%s\" href=\"%s\"%s>\n".formatted(rel, address, rest));
	}

	private static String kind(String address) {
		return address.endsWith(".js") ? " as=\"script\""
				: address.endsWith(".css") ? " as=\"style\"" : " as=\"fetch\" crossorigin";
	}

	/**
	 * Which view an address shows is decided by {@code app.js}; a wrong guess costs time
	 * and nothing else.
	 */
	private @Nullable View view(String port, String path) {
		List<String> segments = Arrays.stream(path.split("/")).filter((each) -> !each.isEmpty()).toList();
		Map<String, View> views = views(port);
		if (segments.isEmpty() || segments.equals(List.of("console"))) {
			return views.values().stream().findFirst().orElse(null);
		}
		if (segments.get(0).equals("console")) {
			return views.get(segments.get(1));
		}
		return views.getOrDefault(segments.get(0).equals("runbooks") ? "runbooks" : "", new View(JSON_VIEW, List.of()));
	}

	/** By their ids, the one that / shows first. */
	Map<String, View> views(String port) {
		return keeping(this.views, port, this::readViews);
	}

	private Map<String, View> readViews(String port) {
		Map<String, View> views = new LinkedHashMap<>();
		Matcher ports = PORT.matcher(text("views.js"));
		while (ports.find()) {
			if (ports.group(1).equals(port)) {
				VIEW.matcher(ports.group(2))
					.results()
					.forEach((each) -> views.put(each.group(1),
							new View(each.group(2), (each.group(3) != null) ? texts(each.group(3)) : List.of())));
			}
		}
		return views;
	}

	private static List<String> texts(String list) {
		return TEXT.matcher(list).results().map((each) -> each.group(1)).toList();
	}

	/**
	 * All that the frame and a view import, but for what they load later.
	 */
	List<String> modules(String view) {
		return keeping(this.modules, view, this::readModules);
	}

	private List<String> readModules(String view) {
		Set<String> found = new LinkedHashSet<>();
		collect(FRAME, found);
		collect(view, found);
		return List.copyOf(found);
	}

	/** What files say is kept where they are. */
	private <T> T keeping(Map<String, T> kept, String key, Function<String, T> read) {
		return this.assets.areKept() ? kept.computeIfAbsent(key, read) : read.apply(key);
	}

	private void collect(String module, Set<String> found) {
		if (found.add(module)) {
			IMPORT.matcher(text(module)).results().forEach((each) -> collect(resolve(module, each.group(1)), found));
		}
	}

	private static String resolve(String module, String name) {
		return URI.create(module).resolve(name).toString();
	}

	private String text(String path) {
		StaticContent content = this.assets.find(path);
		return (content != null) ? new String(content.bytes(), StandardCharsets.UTF_8) : "";
	}

	/**
	 * A view.
	 *
	 * @param file its module
	 * @param first what it asks for in any case
	 */
	record View(String file, List<String> first) {
	}

}
