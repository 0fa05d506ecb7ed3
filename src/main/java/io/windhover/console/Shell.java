package io.windhover.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.springframework.core.io.ClassPathResource;

/**
 * The one page of the console, which finds all else.
 */
class Shell {

	private static final String CONSOLE = "\"/console/";

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
	 */
	StaticContent of(String prefix) {
		String page = (prefix.isEmpty() || !PREFIX.matcher(prefix).matches()) ? this.page
				: this.page.replace(CONSOLE, "\"" + prefix + "/console/");
		return StaticContent.of(page, "text/html;charset=UTF-8");
	}

}
