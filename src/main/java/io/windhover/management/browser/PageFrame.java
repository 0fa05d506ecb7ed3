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
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * What all pages have in common: head, style, and that they need nothing but themselves,
 * run no script, and are allowed none.
 */
class PageFrame {

	/** Asks for what is behind the page, by a link. */
	static final String RAW = "raw=true";

	private static final String TEMPLATES = "io/windhover/management/browser/";

	private final PebbleEngine engine = new PebbleEngine.Builder().loader(new ClasspathLoader())
		.autoEscaping(true)
		.strictVariables(true)
		.build();

	private final String base;

	private final String style = read("page.css");

	private final String policy = "default-src 'none'; img-src data:; style-src 'sha256-" + hash(this.style)
			+ "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	/**
	 * A frame for the pages of a port.
	 * @param base path below which the routes are, without a slash at its end
	 */
	PageFrame(String base) {
		this.base = base;
	}

	/** What addresses begin with, before the route. */
	String prefix(HttpServletRequest request) {
		return request.getContextPath() + this.base;
	}

	/** The route that is asked for. */
	String path(HttpServletRequest request) {
		String prefix = prefix(request);
		String uri = request.getRequestURI();
		return uri.startsWith(prefix) ? uri.substring(prefix.length()) : uri;
	}

	/**
	 * Makes a page.
	 * @param content what the template wants beside what all pages have
	 */
	byte[] page(String template, HttpServletRequest request, Map<String, ?> content) {
		String path = path(request);
		String query = request.getQueryString();
		Map<String, Object> model = new LinkedHashMap<>(content);
		model.put("path", path.isEmpty() ? "/" : path);
		model.put("root", prefix(request) + "/");
		model.put("raw", "?" + ((query != null) ? query + "&" : "") + RAW);
		model.put("style", this.style);
		StringWriter page = new StringWriter();
		try {
			this.engine.getTemplate(TEMPLATES + template).evaluate(page, model);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return page.toString().getBytes(StandardCharsets.UTF_8);
	}

	/** Sends a page, with the status that the response has. */
	void send(byte[] page, HttpServletResponse response) throws IOException {
		response.setContentType(MediaType.TEXT_HTML_VALUE + ";charset=UTF-8");
		response.setContentLength(page.length);
		response.setHeader("Content-Security-Policy", this.policy);
		response.setHeader("Referrer-Policy", "no-referrer");
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.getOutputStream().write(page);
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name, PageFrame.class).getContentAsString(StandardCharsets.UTF_8);
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
