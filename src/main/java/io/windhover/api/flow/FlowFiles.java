package io.windhover.api.flow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
		return ResourceUtils.isUrl(location) ? inUrl(location) : inDirectory(Path.of(location));
	}

	private static List<Resource> inDirectory(Path directory) throws IOException {
		try (Stream<Path> tree = Files.walk(directory)) {
			return tree.filter((path) -> isYaml(path.toString()) && Files.isRegularFile(path))
				.sorted()
				.<Resource>map(FileSystemResource::new)
				.toList();
		}
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
