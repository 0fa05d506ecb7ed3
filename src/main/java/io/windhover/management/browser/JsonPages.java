package io.windhover.management.browser;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Json;
import io.windhover.http.PageLinks;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Pages that show JSON: its lists as tables, and all of it, indented.
 */
public class JsonPages {

	/** Above it a page would be of no use. */
	private static final int MAX_JSON = 4 * 1024 * 1024;

	private static final int MAX_TEXT = 256 * 1024;

	private final Routes routes = Routes.documented();

	private final PageFrame frame;

	JsonPages(PageFrame frame) {
		this.frame = frame;
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
		String path = this.frame.path(request);
		JsonText text = JsonText.of(json, MAX_TEXT);
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("tells", this.routes.tells(path));
		content.put("size", size);
		content.put("tables", new Tables(this.routes, this.frame.prefix(request), path).of(json));
		content.put("pages", pages(json, request.getQueryString()));
		content.put("json", text.html());
		content.put("cut", text.isCut());
		return this.frame.page("page.html", request, content);
	}

	/** Links to the pages before and after, of a list that has pages. */
	private static Map<String, String> pages(JsonNode json, @Nullable String query) {
		Map<String, String> links = new LinkedHashMap<>();
		int page = json.path("page").asInt(-1);
		if (page > 0) {
			links.put("previous page", PageLinks.toPage(page - 1, query));
		}
		if (page >= 0 && json.path("more").asBoolean(false)) {
			links.put("next page", PageLinks.toPage(page + 1, query));
		}
		return links;
	}

	/**
	 * Sends a page, with the status that the response has.
	 */
	public void send(byte[] page, HttpServletResponse response) throws IOException {
		this.frame.send(page, response);
	}

}
