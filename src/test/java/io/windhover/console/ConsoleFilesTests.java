package io.windhover.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the console, without a browser.
 */
class ConsoleFilesTests {

	private static final Path ROOT = Path.of("src/main/resources/console");

	private static final Path VENDOR = ROOT.resolve("assets/vendor");

	private static final JsonNode PACKAGES = JsonMapper.shared().readTree(Path.of("src/console/vendor.json").toFile());

	private static final int LONGEST_LINE = 120;

	private static final Pattern IMPORT = Pattern
		.compile("(?:\\bfrom\\s*|\\bimport\\s*\\(?\\s*)(['\"])(\\.{1,2}/[^'\"]+)\\1");

	@Test
	void librariesAreAsTheyWereReleased() throws Exception {
		Map<String, String> expected = new TreeMap<>();
		PACKAGES.forEach((library) -> library.get("sha256")
			.properties()
			.forEach((file) -> expected.put(file.getKey(), file.getValue().asString())));
		Map<String, String> actual = new TreeMap<>();
		for (Path file : files(VENDOR)) {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
			actual.put(VENDOR.relativize(file).toString(), HexFormat.of().formatHex(hash));
		}
		assertThat(actual).as("src/console/vendor.mjs --write makes both").isEqualTo(expected);
	}

	@Test
	void eachLibraryComesWithItsLicence() {
		assertThat(PACKAGES).allSatisfy((library) -> {
			assertThat(library.get("license").asString()).isIn("MIT", "Apache-2.0");
			assertThat(library.get("version").asString()).matches("\\d+\\.\\d+\\.\\d+");
			assertThat(library.get("sha256").propertyNames()).anyMatch((file) -> file.startsWith("licences/"));
		});
	}

	@Test
	void pageHasNoScriptAndStyleOfItsOwn() throws IOException {
		String page = Files.readString(ROOT.resolve("index.html"));
		assertThat(page).doesNotContain("<style")
			.doesNotContain("style=")
			.doesNotContain("http:")
			.doesNotContain("https:");
		assertThat(page).doesNotContainPattern("\\son\\w+\\s*=");
		Matcher script = Pattern.compile("<script([^>]*)>([^<]*)</script>").matcher(page);
		int scripts = 0;
		for (; script.find(); scripts++) {
			assertThat(script.group(1)).contains("src=\"/console/");
			assertThat(script.group(2)).isBlank();
		}
		assertThat(scripts).isOne();
		Matcher address = Pattern.compile("(?:src|href)=\"/console/([^\"]+)\"").matcher(page);
		while (address.find()) {
			assertThat(ROOT.resolve(address.group(1))).exists();
		}
	}

	@Test
	void everyModuleThatIsImportedExists() throws IOException {
		Set<String> missing = new TreeSet<>();
		for (Path file : scripts()) {
			for (String name : imports(file)) {
				Path imported = file.resolveSibling(name).normalize();
				if (!imported.startsWith(ROOT) || !Files.isRegularFile(imported)) {
					missing.add("%s imports %s".formatted(ROOT.relativize(file), name));
				}
			}
		}
		assertThat(missing).isEmpty();
	}

	@Test
	void everyFileCanBeServed() throws IOException {
		Assets assets = new Assets();
		for (Path file : files(ROOT.resolve("assets"))) {
			String path = ROOT.resolve("assets").relativize(file).toString();
			assertThat(assets.find(path)).as(path).isNotNull();
		}
	}

	@Test
	void linesOfOurScriptsAreNoLongerThanThoseOfTheCode() throws IOException {
		List<Path> scripts = new ArrayList<>(ownModules());
		for (String directory : List.of("src/console", "src/test/console")) {
			scripts.addAll(files(Path.of(directory)).stream()
				.filter((file) -> file.toString().endsWith(".mjs") && !file.toString().contains("node_modules"))
				.toList());
		}
		List<String> tooLong = new ArrayList<>();
		for (Path file : scripts) {
			Files.readAllLines(file)
				.stream()
				.filter((line) -> line.length() > LONGEST_LINE)
				.forEach((line) -> tooLong.add(file + ": " + line));
		}
		assertThat(scripts).hasSizeGreaterThan(40);
		assertThat(tooLong).isEmpty();
	}

	@Test
	void ownModulesKeepToThePolicy() throws IOException {
		for (Path file : ownModules()) {
			String text = Files.readString(file);
			assertThat(text).as(file.toString())
				.doesNotContain("eval(")
				.doesNotContain("new Function")
				.doesNotContain("innerHTML")
				.doesNotContain("dangerouslySetInnerHTML")
				.doesNotContain("document.write");
		}
	}

	private static List<Path> ownModules() throws IOException {
		return scripts().stream().filter((file) -> !file.startsWith(VENDOR)).toList();
	}

	private static List<String> imports(Path file) throws IOException {
		return IMPORT.matcher(Files.readString(file)).results().map((each) -> each.group(2)).distinct().toList();
	}

	private static List<Path> scripts() throws IOException {
		return files(ROOT).stream().filter((file) -> file.toString().endsWith(".js")).collect(Collectors.toList());
	}

	private static List<Path> files(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

}
