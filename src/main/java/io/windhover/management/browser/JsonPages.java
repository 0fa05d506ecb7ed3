package io.windhover.management.browser;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.windhover.topic.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Pages that show JSON: its lists as tables, and all of it, indented. They need nothing
 * but themselves, run no script, and are allowed none.
 */
public class JsonPages {

	/** Asks for the JSON itself, by a link. */
	static final String RAW = "raw=true";

	/** Above it a page would be of no use. */
	private static final int MAX_JSON = 4 * 1024 * 1024;

	private static final int MAX_TEXT = 256 * 1024;

	private final PebbleEngine engine = new PebbleEngine.Builder().loader(new ClasspathLoader())
		.autoEscaping(true)
		.strictVariables(true)
		.build();

	private final Routes routes;

	private final String base;

	private final String style;

	private final String policy;

	/**
	 * Pages for a port.
	 * @param base path below which the routes are, without a slash at its end
	 */
	public JsonPages(String base) {
		this.base = base;
		this.routes = Routes.documented();
		this.style = read("page.css");
		this.policy = "default-src 'none'; img-src data:; style-src 'sha256-" + hash(this.style)
				+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
	}

	/**
	 * Whether somebody asks for a page.
	 */
	public static boolean wanted(HttpServletRequest request) {
		return Accept.prefersHtml(request);
	}

	/**
	 * Shows JSON; null where it is too large for a page, or none.
	 */
	public byte @Nullable [] page(HttpServletRequest request, byte[] json) {
		if (json.length > MAX_JSON) {
			return null;
		}
		try {
			return page(request, Json.mapper().readTree(json), json.length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private byte[] page(HttpServletRequest request, JsonNode json, int size) {
		String prefix = request.getContextPath() + this.base;
		String uri = request.getRequestURI();
		String path = uri.startsWith(prefix) ? uri.substring(prefix.length()) : uri;
		String query = request.getQueryString();
		JsonText text = JsonText.of(json, MAX_TEXT);
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("path", path.isEmpty() ? "/" : path);
		model.put("root", prefix + "/");
		model.put("tells", this.routes.tells(path));
		model.put("raw", "?" + ((query != null) ? query + "&" : "") + RAW);
		model.put("size", size);
		model.put("style", this.style);
		model.put("tables", new Tables(this.routes, prefix, path).of(json));
		model.put("pages", pages(json, query));
		model.put("json", text.html());
		model.put("cut", text.isCut());
		StringWriter page = new StringWriter();
		try {
			this.engine.getTemplate("io/windhover/management/browser/page.html").evaluate(page, model);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return page.toString().getBytes(StandardCharsets.UTF_8);
	}

	/** Links to the pages before and after, of a list that has pages. */
	private static Map<String, String> pages(JsonNode json, @Nullable String query) {
		Map<String, String> links = new LinkedHashMap<>();
		int page = json.path("page").asInt(-1);
		if (page > 0) {
			links.put("previous page", toPage(page - 1, query));
		}
		if (page >= 0 && json.path("more").asBoolean(false)) {
			links.put("next page", toPage(page + 1, query));
		}
		return links;
	}

	private static String toPage(int page, @Nullable String query) {
		return UriComponentsBuilder.newInstance()
			.query((query != null) ? query : "")
			.replaceQueryParam("page", page)
			.build()
			.toUriString();
	}

	/**
	 * Sends a page, with the status that the response has.
	 */
	public void send(byte[] page, HttpServletResponse response) throws IOException {
		response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
		response.setContentLength(page.length);
		response.setHeader("Content-Security-Policy", this.policy);
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.getOutputStream().write(page);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name, JsonPages.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String hash(String text) {
		try {
			return Base64.getEncoder()
				.encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
