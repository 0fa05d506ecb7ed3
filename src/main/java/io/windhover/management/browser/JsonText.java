package io.windhover.management.browser;

import java.util.Iterator;
import java.util.Map;

import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/**
 * JSON as indented HTML text, all of it escaped, with what is a web address to be
 * followed.
 */
final class JsonText {

	private final StringBuilder html = new StringBuilder();

	private final int limit;

	private boolean cut;

	private JsonText(int limit) {
		this.limit = limit;
	}

	/**
	 * Writes JSON.
	 * @param limit of characters, after which it is cut
	 */
	static JsonText of(JsonNode json, int limit) {
		JsonText text = new JsonText(limit);
		text.write(json, "\n");
		return text;
	}

	String html() {
		return this.html.toString();
	}

	boolean isCut() {
		return this.cut;
	}

	/** Whether a text is the address of a page. */
	static boolean isLink(String text) {
		return (text.startsWith("http://") || text.startsWith("https://"))
				&& text.chars().noneMatch((each) -> each <= ' ' || each == '{');
	}

	private void write(JsonNode node, String indent) {
		if (this.html.length() > this.limit) {
			this.cut = true;
		}
		else if (node.isObject() && !node.isEmpty()) {
			writeObject(node, indent);
		}
		else if (node.isArray() && !node.isEmpty()) {
			writeArray(node, indent);
		}
		else if (node.isString() && isLink(node.asString())) {
			String address = HtmlUtils.htmlEscape(node.asString(), "UTF-8");
			this.html.append("&quot;<a rel=\"noreferrer\" href=\"")
				.append(address)
				.append("\">")
				.append(address)
				.append("</a>&quot;");
		}
		else {
			element(node.isString() ? "i" : "s", node.toString());
		}
	}

	private void writeObject(JsonNode node, String indent) {
		this.html.append('{');
		for (Iterator<Map.Entry<String, JsonNode>> each = node.properties().iterator(); each.hasNext() && !this.cut;) {
			Map.Entry<String, JsonNode> property = each.next();
			this.html.append(indent).append("  ");
			element("b", property.getKey());
			this.html.append(": ");
			write(property.getValue(), indent + "  ");
			this.html.append(each.hasNext() ? "," : "");
		}
		this.html.append(indent).append('}');
	}

	private void writeArray(JsonNode node, String indent) {
		this.html.append('[');
		for (Iterator<JsonNode> each = node.iterator(); each.hasNext() && !this.cut;) {
			this.html.append(indent).append("  ");
			write(each.next(), indent + "  ");
			this.html.append(each.hasNext() ? "," : "");
		}
		this.html.append(indent).append(']');
	}

	private void element(String name, String text) {
		int room = Math.max(100, this.limit - this.html.length());
		if (text.length() > room) {
			this.cut = true;
		}
		this.html.append('<')
			.append(name)
			.append('>')
			.append(HtmlUtils.htmlEscape(text.substring(0, Math.min(room, text.length())), "UTF-8"))
			.append("</")
			.append(name)
			.append('>');
	}

}
