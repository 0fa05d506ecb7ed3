package io.windhover.console;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

import io.windhover.problem.Problem;
import io.windhover.problem.ShownPath;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with the console whoever asks for it by its path, or for a page where others
 * get JSON. What it sends is the same for everybody, but for who the caller is and what a
 * page should ask for at once: all that it shows it asks for itself.
 */
class ConsoleFilter extends OncePerRequestFilter {

	private static final Set<String> READING = Set.of("GET", "HEAD");

	private static final String CONSOLE = "/console";

	private static final String ASSETS = "/assets/";

	/** Asks for what is behind the page, by a link. */
	private static final String RAW = "raw=true";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
			+ "img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; "
			+ "frame-ancestors 'none'";

	private static final String NO_STORE = "no-store";

	private final ConsolePorts ports;

	private final Assets assets;

	private final Shell shell;

	private final ConfigReader config;

	private final Preloads preloads;

	ConsoleFilter(ConsolePorts ports, Assets assets, Shell shell, ConfigReader config) {
		this.ports = ports;
		this.assets = assets;
		this.shell = shell;
		this.config = config;
		this.preloads = new Preloads(assets);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String path = this.ports.path(request);
		if (path != null && (path.equals(CONSOLE) || path.startsWith(CONSOLE + "/"))) {
			answer(path.substring(CONSOLE.length()), request, response);
		}
		else if (path != null && READING.contains(request.getMethod()) && Accept.prefersHtml(request)) {
			answerReader(path, request, response, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/** Somebody who would rather read a page, at a path that has JSON for others. */
	private void answerReader(String path, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (wantsRaw(request.getQueryString())) {
			chain.doFilter(new JsonRequest(request), response);
		}
		else if (path.isEmpty() || path.equals("/") || this.ports.isManagement(request)) {
			response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
			sendPage(path, NO_STORE, request, response);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void answer(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (!READING.contains(request.getMethod())) {
			response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
			Problem
				.of(HttpStatus.METHOD_NOT_ALLOWED.value(),
						"There is no %s of %s".formatted(request.getMethod(), ShownPath.of(request)), request, null)
				.send(response);
		}
		else if (path.equals("/config")) {
			send(StaticContent.of(JsonMapper.shared().writeValueAsBytes(this.config.read(request)),
					MediaType.APPLICATION_JSON_VALUE), NO_STORE, request, response);
		}
		else if (path.startsWith(ASSETS)) {
			asset(path.substring(ASSETS.length()), request, response);
		}
		else {
			sendPage(CONSOLE + path, "no-cache", request, response);
		}
	}

	private void sendPage(String path, String caching, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		send(this.shell.of(this.ports.prefix(request),
				(prefix) -> this.preloads.links(this.config.port(request), path, prefix, this.config.mayRead())),
				caching, request, response);
	}

	private void asset(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
		StaticContent content = this.assets.find(path);
		if (content != null) {
			send(content, "no-cache", request, response);
			return;
		}
		Problem
			.of(HttpStatus.NOT_FOUND.value(), "The console has no file " + ShownPath.of(request), request,
					"Reload the page: it may be of another version.")
			.send(response);
	}

	private static void send(StaticContent content, String caching, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader(HttpHeaders.CACHE_CONTROL, caching);
		content.send(request, response);
	}

	private static boolean wantsRaw(@Nullable String query) {
		return query != null && Arrays.asList(query.split("&", -1)).contains(RAW);
	}

}
