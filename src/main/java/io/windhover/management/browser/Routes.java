package io.windhover.management.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.core.io.ClassPathResource;

/**
 * The routes and what they tell, as the table of {@code src/docs/endpoints.md} has them,
 * which the jar carries: what is told of them is written once.
 */
class Routes {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (`/.*?) \\| (.*?) \\| .* \\|$");

	private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\([^)]*\\)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final List<Route> routes;

	Routes(List<Route> routes) {
		this.routes = List.copyOf(routes);
	}

	static Routes documented() {
		try {
			return of(new ClassPathResource("endpoints.md", Routes.class).getContentAsString(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Routes of(String page) {
		List<Route> routes = new ArrayList<>();
		for (Matcher row = ROW.matcher(page); row.find();) {
			String tells = LINK.matcher(row.group(2)).replaceAll("$1").replace("`", "");
			for (Matcher route = CODE.matcher(row.group(1)); route.find();) {
				routes.add(new Route(route.group(1), tells));
			}
		}
		return new Routes(routes);
	}

	List<Route> all() {
		return this.routes;
	}

	/**
	 * What a path tells; empty where that is not known.
	 */
	String tells(String path) {
		return this.routes.stream().filter((route) -> route.matches(path)).map(Route::tells).findFirst().orElse("");
	}

	/**
	 * The routes whose next segment below a path is to be filled in.
	 */
	Stream<Route> below(String path) {
		return this.routes.stream().filter((route) -> route.path().startsWith(path + "/{"));
	}

	/**
	 * A route.
	 *
	 * @param path with names in braces where something is to be filled in
	 */
	record Route(String path, String tells) {

		boolean isTemplate() {
			return this.path.contains("{");
		}

		boolean matches(String actual) {
			String[] segments = this.path.split("/", -1);
			String[] others = actual.split("/", -1);
			if (segments.length != others.length) {
				return false;
			}
			for (int i = 0; i < segments.length; i++) {
				if (!segments[i].startsWith("{") && !segments[i].equals(others[i])) {
					return false;
				}
			}
			return true;
		}

	}

}
