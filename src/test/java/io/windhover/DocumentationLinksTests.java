package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Links between the pages lead to files and to headings that are there.
 */
class DocumentationLinksTests {

	private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");

	@Test
	void linksLeadToFilesAndHeadings() throws IOException {
		List<String> broken = new ArrayList<>();
		int links = 0;
		for (Path page : pages()) {
			Matcher link = LINK.matcher(text(page));
			while (link.find()) {
				if (!link.group(2).contains(":")) {
					links++;
					check(page, link, broken);
				}
			}
		}
		assertThat(broken).isEmpty();
		assertThat(links).isGreaterThan(300);
	}

	private static void check(Path page, Matcher link, List<String> broken) throws IOException {
		Path target = link.group(2).isEmpty() ? page : page.resolveSibling(link.group(2)).normalize();
		if (!Files.exists(target)) {
			broken.add("%s: %s".formatted(page, link.group()));
		}
		else if (link.group(3) != null && !anchors(target).contains(link.group(3))) {
			broken.add("%s: no heading for %s".formatted(page, link.group()));
		}
	}

	private static List<Path> pages() throws IOException {
		try (Stream<Path> own = Files.list(Path.of("")); Stream<Path> sources = Files.walk(Path.of("src"))) {
			return Stream.concat(own, sources).filter((file) -> file.toString().endsWith(".md")).sorted().toList();
		}
	}

	private static String text(Path page) throws IOException {
		return CODE.matcher(Files.readString(page)).replaceAll("");
	}

	/** As GitHub makes them of headings. */
	private static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new HashSet<>();
		Matcher heading = HEADING.matcher(text(page));
		while (heading.find()) {
			String words = LINK.matcher(heading.group(1)).replaceAll("$1");
			String anchor = words.strip().toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
			String free = anchor;
			for (int i = 1; !anchors.add(free); i++) {
				free = anchor + "-" + i;
			}
		}
		return anchors;
	}

}
