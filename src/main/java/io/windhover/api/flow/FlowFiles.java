package io.windhover.api.flow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ResourceUtils;

/**
 * Finds the YAML files of a directory, or of a location such as
 * {@code classpath:/samples/flows} in the jar.
 */
final class FlowFiles {

	private FlowFiles() {
	}

	static List<Resource> in(String location) throws IOException {
		return ResourceUtils.isUrl(location) ? inUrl(location)
				: inDirectory(Path.of(location)).stream().<Resource>map(FileSystemResource::new).toList();
	}

	/**
	 * By their names. What is hidden is none, be it Git's or the other copy that a
	 * mounted ConfigMap keeps of each file.
	 */
	static List<Path> inDirectory(Path directory) throws IOException {
		try (Stream<Path> tree = Files.walk(directory)) {
			return tree
				.filter((path) -> isYaml(path.toString()) && !isHidden(directory.relativize(path))
						&& Files.isRegularFile(path))
				.sorted()
				.toList();
		}
	}

	private static boolean isHidden(Path path) {
		return StreamSupport.stream(path.spliterator(), false).anyMatch((part) -> part.toString().startsWith("."));
	}

	private static List<Resource> inUrl(String location) throws IOException {
		List<Resource> files = new ArrayList<>();
		for (Resource each : new PathMatchingResourcePatternResolver().getResources(location + "/**")) {
			if (isYaml(String.valueOf(each.getFilename()))) {
				files.add(each);
			}
		}
		if (files.isEmpty()) {
			throw new FileNotFoundException("no YAML file is there");
		}
		files.sort(Comparator.comparing(Resource::getDescription));
		return files;
	}

	private static boolean isYaml(String name) {
		return name.endsWith(".yml") || name.endsWith(".yaml");
	}

}
