package io.windhover.console;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/**
 * The files that the console is made of. The jar has few, so those that were asked for
 * stay in memory; outside of a jar they are read each time, since somebody works on them.
 */
class Assets {

	private static final String ROOT = "console/assets/";

	private static final int LONGEST_PATH = 200;

	private static final Pattern PATH = Pattern.compile("(?:[\\w-][\\w.-]*/)*[\\w-][\\w.-]*\\.(\\w+)");

	private static final Map<String, String> TYPES = Map.of("js", "text/javascript;charset=UTF-8", "css",
			"text/css;charset=UTF-8", "svg", "image/svg+xml", "txt", "text/plain;charset=UTF-8", "md",
			"text/markdown;charset=UTF-8");

	private final Map<String, StaticContent> contents = new ConcurrentHashMap<>();

	/**
	 * The file of a path; null where there is none.
	 */
	@Nullable StaticContent find(String path) {
		StaticContent known = this.contents.get(path);
		if (known != null || path.length() > LONGEST_PATH) {
			return known;
		}
		Matcher matcher = PATH.matcher(path);
		String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
		return (type != null) ? read(path, type) : null;
	}

	/**
	 * Whether the files stay as they are.
	 */
	boolean areKept() {
		return !new ClassPathResource(ROOT + "app.js").isFile();
	}

	private @Nullable StaticContent read(String path, String type) {
		ClassPathResource file = new ClassPathResource(ROOT + path);
		try {
			StaticContent content = StaticContent.of(file.getContentAsByteArray(), type);
			if (file.isFile()) {
				return content;
			}
			StaticContent kept = content.compressed();
			this.contents.put(path, kept);
			return kept;
		}
		catch (FileNotFoundException ex) {
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
