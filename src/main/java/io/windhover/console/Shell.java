package io.windhover.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.springframework.core.io.ClassPathResource;

/**
 * The one page of the console, which finds all else.
 */
class Shell {

	private static final String CONSOLE = "\"/console/";

	/** Before it stands what it needs. */
	private static final String SCRIPT = "<script ";

	/** What a proxy says of the prefix is believed as far as it is a path. */
	private static final Pattern PREFIX = Pattern.compile("(/[\\w.~%-]+)*");

	private final String page;

	Shell() {
		try {
			this.page = new ClassPathResource("console/index.html").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The page for a port whose routes have a prefix.
	 * @param links gives what is fetched with it, by the prefix
	 */
	StaticContent of(String prefix, UnaryOperator<String> links) {
		String believed = PREFIX.matcher(prefix).matches() ? prefix : "";
		String page = this.page.replace(CONSOLE, "\"" + believed + "/console/")
			.replace(SCRIPT, links.apply(believed) + SCRIPT);
		return StaticContent.of(page, "text/html;charset=UTF-8");
	}

}
